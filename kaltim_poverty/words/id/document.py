"""Kata-kata dokumen yang bukan milik satu pertanyaan."""

WORDS = {
    "table": "Tabel",
    "figure": "Gambar",
    "caption": "{label} {number}. {title}",
    "contents": "Daftar isi",
    "not_drawn": "Tidak ada gambar untuk: {title}. Angkanya terlalu sedikit.",
    "left_out": "Tidak dimuat karena halamannya tidak cukup lebar: {columns}.",
    "no_rows": "Tidak ada angka.",
    "numbers": "Angka dalam gambar ini",
    "skip": "Lompat ke isi",
    "index": "{series}, {base} = 100",
    "step_base": "Alas (tidak digambar)",
    "step_total": "Nilai periode",
    "step_better": "Membaik atau netral",
    "step_worse": "Memburuk",
    "parts_drawn": "{bar} {done} dari {of} digambar, {seconds} d",
    "back": "Kembali ke daftar isi",
}
