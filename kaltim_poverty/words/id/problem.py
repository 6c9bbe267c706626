"""Apa yang salah pada sebuah kolom atau desain."""

WORDS = {
    "empty": "semua sel kosong",
    "text": "{count} sel bukan angka",
    "missing": "{count} sel kosong",
    "negative": "{count} sel negatif",
    "size": "{count} banyaknya anggota bukan bilangan bulat mulai 1",
    "missing_code": "{value} tampak seperti kode untuk nilai kosong ({count} baris): tambahkan --missing-values {item} kalau memang begitu",
    "not_in": "{file} tidak punya kolom ini",
    "no_welfare": "tanpa --welfare: tidak ada yang dapat diestimasi",
    "no_weight": "tanpa --weight: tiap baris dihitung satu orang atau rumah tangga",
    "stops": "{text}",
    "lonely": "satu PSU di {strata}",
    "zero_weight": "{count} baris berpenimbang 0",
}
