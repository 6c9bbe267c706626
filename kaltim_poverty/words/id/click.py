"""Apa yang salah pada baris perintah."""

WORDS = {
    "help": "Coba 'kpov --help'.",
    "help_command": "Coba '{command} --help'.",
    "no_command": "tidak ada perintah '{given}'",
    "no_option": "tidak ada opsi '{given}' di sini",
    "negative": "'{given}' terbaca sebagai opsi; angka di sini tidak negatif",
    "no_locality": "perintah ini memakai perkotaan, perdesaan dan total sekaligus, jadi tidak punya --locality",
    "near": "{text}. Maksudnya {names}?",
    "missing": "{name} belum diisi",
    "takes_nothing": "{option} tidak memerlukan nilai",
    "needs_value": "{option} memerlukan nilai di belakangnya",
    "other": "{text}",
}
