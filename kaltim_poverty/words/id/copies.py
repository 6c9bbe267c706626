"""Salinan publikasi: nama penerbit dan judul yang dalam data hanya tertulis dalam satu bahasa."""

WORDS = {
    "in_repository": "BPS, salinan di GitHub",
    "publisher.bps_kutim_2021_07_15": "BPS Kabupaten Kutai Timur",
    "publisher.guzzty_2011": "guzzty-info (blog), mengutip BPS Kalimantan Timur",
    "publisher.kemendagri_2022": "Kementerian Dalam Negeri (salindia di Scribd)",
    "title.bps_p12_2025": "Indeks Kedalaman Kemiskinan (P1) dan Indeks Keparahan Kemiskinan (P2) Menurut Kabupaten/Kota, 2025",
    "title.bps_tbl_line": "Garis Kemiskinan Menurut Kabupaten/Kota (Rupiah/kapita/bulan), 2011-2025",
    "title.poskota_20250324": "Komponen Bansos PKH 2025 Dicairkan ke KPM, mengutip Kementerian Sosial",
    "title.repo_akbar_panel": "Statistik Indonesia, tabel 13.1.8 (Susenas Maret): pengeluaran per kapita sebulan",
    "title.repo_feb027_gini": "Gini Ratio Menurut Provinsi dan Daerah, 2022-2024",
    "title.repo_haekal_gini": "Gini Ratio Menurut Provinsi, 2010-2022",
    "title.repo_ratih_2016_2021": "Jumlah Penduduk Miskin, P1, Garis Kemiskinan dan Gini Ratio Menurut Provinsi dan Daerah, 2016-2021",
    "title.repo_rezky_exp": "Rata-Rata Pengeluaran per Kapita Sebulan Menurut Provinsi, 2007-2022",
    "title.tribunnews_20220110": "Cek Penerima Bansos PKH, besaran dan kriteria, mengutip Kementerian Sosial",
}
