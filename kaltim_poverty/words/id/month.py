"""Bulan dengan tahunnya."""

WORDS = {
    "1": "Januari {year}",
    "2": "Februari {year}",
    "3": "Maret {year}",
    "4": "April {year}",
    "5": "Mei {year}",
    "6": "Juni {year}",
    "7": "Juli {year}",
    "8": "Agustus {year}",
    "9": "September {year}",
    "10": "Oktober {year}",
    "11": "November {year}",
    "12": "Desember {year}",
}
