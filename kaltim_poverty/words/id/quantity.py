"""Angka dengan satuannya, seperti disebut dalam kalimat."""

WORDS = {
    "percent": "{} persen",
    "point": "{} persen poin",
    "ratio": "{}",
    "own": "{}",
    "people": "{} orang",
    "thousand_people": "{} ribu orang",
    "households": "{} rumah tangga",
    "months": "{} bulan",
    "idr": "Rp{}",
    "idr_per_capita_month": "Rp{} per kapita per bulan",
    "idr_per_household_month": "Rp{} per rumah tangga per bulan",
    "idr_per_year": "Rp{} per tahun",
    "per_capita": "{} per kapita",
    "total": "{}",
    "total_per_year": "{} per tahun",
    "currency": "{currency} {}",
    "currency_per_capita": "{currency} {} per kapita",
    "currency_per_year": "{currency} {} per tahun",
}
