"""Kata-kata pada gambar: tanda, jenis, satuan, teks alternatif."""

WORDS = {
    "mark": "{name}, {when}: {quantity}",
    "bar_mark": "{name}: {quantity}",
    "index_mark": "{index} ({quantity})",
    "index": "indeks, {base} = 100",
    "unit.percent": "persen",
    "unit.point": "persen poin",
    "kind.line": "Grafik garis: {what}.",
    "kind.bar": "Grafik batang: {what}.",
    "series": "{name}: {first} pada {first_when}, {last} pada {last_when}; tertinggi {highest} ({highest_when}), terendah {lowest} ({lowest_when}).",
    "one_point": "{name}: {value} pada {when}.",
    "broken": "Tidak dapat dibandingkan sebelum {when}: {why}.",
    "missing": "Tidak tersedia angka antara {before} dan {after}.",
    "bars": "{count} batang, dari {first} ({value}) sampai {last} ({last_value}).",
    "focus": "{name} urutan {place} dengan {value}.",
}
