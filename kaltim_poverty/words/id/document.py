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
    "parts_drawn": "{bar} {done} dari {of} digambar, {seconds} d",
    "back": "Kembali ke daftar isi",
}
