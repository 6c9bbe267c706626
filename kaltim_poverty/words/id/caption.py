"""Apa yang ada di atas dan di bawah tabel."""

WORDS = {
    "compare": "Apa yang berubah",
    "gap": "Perkotaan dan perdesaan",
    "threshold": "Garis kemiskinan",
    "profile": "Profil",
    "show": "Angka",
    "trend": "Perkembangan",
    "rank": "Peringkat",
    "decompose": "Asal perubahan",
    "target": "Laju menuju target",
    "check": "Apakah angka-angkanya cocok?",
    "brief": "Dalam satu paragraf",
    "list": "Katalog",
    "sources": "Sumber: {shown}",
    "sources_more": "Sumber: {shown}; dan {more} lainnya (-f json menampilkan semuanya)",
    "everybody": "perkotaan + perdesaan",
    "notes": "Catatan dan sumber",
    "code": "Kode",
    "survey estimate": "Taksiran dari survei",
    "survey compare": "Perubahan antara dua survei",
    "survey describe": "Berkas survei",
}
