"""Copies of what was published: the names of their publishers and titles where the data has those of one language."""

WORDS = {
    "in_repository": "BPS, copy on GitHub",
    "publisher.bps_kutim_2021_07_15": "BPS Kabupaten Kutai Timur",
    "publisher.guzzty_2011": "guzzty-info (blog), quoting BPS Kalimantan Timur",
    "publisher.kemendagri_2022": "Ministry of Home Affairs (slides on Scribd)",
    "title.bps_p12_2025": "Poverty gap index (P1) and poverty severity index (P2) by district, 2025",
    "title.bps_tbl_line": "Garis Kemiskinan Menurut Kabupaten/Kota (Rupiah/kapita/bulan), 2011-2025",
    "title.poskota_20250324": "Komponen Bansos PKH 2025 Dicairkan ke KPM, quoting the Ministry of Social Affairs",
    "title.repo_akbar_panel": "Statistik Indonesia, table 13.1.8 (Susenas March): expenditure per person and month",
    "title.repo_feb027_gini": "Gini Ratio Menurut Provinsi dan Daerah, 2022-2024",
    "title.repo_haekal_gini": "Gini ratio by province, 2010-2022",
    "title.repo_ratih_2016_2021": "Poor people, P1, poverty lines and Gini ratio by province and locality, 2016-2021",
    "title.repo_rezky_exp": "Rata-Rata Pengeluaran per Kapita Sebulan Menurut Provinsi, 2007-2022",
    "title.tribunnews_20220110": "Cek Penerima Bansos PKH, besaran dan kriteria, quoting the Ministry of Social Affairs",
}
