"""Bantuan: apa yang dilakukan perintah dan opsi."""

WORDS = {
    "usage": "Pemakaian",
    "options_piece": "[OPSI]",
    "command_piece": "PERINTAH",
    "options": "Opsi",
    "commands": "Perintah",
    "examples": "Contoh",
    "python": "Di Python: from kaltim_poverty import {function}",
    "command.kpov": """\
Angka kemiskinan Kalimantan Timur dan Indonesia sebagaimana diterbitkan BPS: apa yang berubah, apakah nyata, di mana, dan apa yang diperlukan.

Opsi di bawah berlaku untuk setiap perintah, di depan atau di belakang namanya. 'kpov help exit-codes', 'formats', 'environment' dan 'completion' menjelaskan selebihnya.""",
    "short.compare": "apa yang berubah di antara dua periode?",
    "short.gap": "seberapa jauh perkotaan dan perdesaan?",
    "short.threshold": "berapa kebutuhan rumah tangga agar di atas garis?",
    "short.profile": "semua tentang satu wilayah sekali pandang",
    "short.show": "angka apa saja yang ada? (datanya sendiri, disaring)",
    "short.trend": "bagaimana sebuah indikator bergerak, dan secepat apa?",
    "short.rank": "di mana posisi tiap wilayah?",
    "short.decompose": "bagian perubahan dari perkotaan, perdesaan, atau perpindahan?",
    "short.target": "laju yang diperlukan sebuah target, dibanding sejauh ini?",
    "short.check": "apakah angka yang terbit saling cocok?",
    "short.brief": "sampaikan dalam satu paragraf",
    "short.list": "katalog wilayah, indikator, periode, sumber, putus seri",
    "short.help": "halaman sebuah perintah atau topik",
    "command.compare": """\
Apa yang berubah di antara dua periode, dan apakah nyata?

Untuk P0 dan jumlah penduduk miskin disebut juga galat baku perubahan, nilai p dan kesimpulannya, bila sampelnya diketahui atau diberikan dengan --households dan --deff; bila tidak, galat baku terbesar yang masih membuat perubahan itu signifikan (largest_se).""",
    "command.gap": "Seberapa jauh perkotaan dan perdesaan? Selisih adalah perdesaan dikurangi perkotaan, rasio adalah perdesaan dibagi perkotaan. Rentang seperti 2019..2024 menambahkan perubahan selisih.",
    "command.threshold": "Berapa kebutuhan seorang penduduk, atau dengan --household atau --size sebuah rumah tangga, agar berada di atas garis kemiskinan?",
    "command.profile": "Setiap angka terakhir satu wilayah: perubahannya dalam setahun, peringkatnya di antara wilayah setingkat, dan angka provinsi serta Indonesia di sampingnya.",
    "command.show": "Angkanya sendiri, beserta sumbernya. Keluarannya dapat dimasukkan kembali dengan --figures.",
    "command.trend": "Bagaimana sebuah indikator bergerak, dan secepat apa? Laju adalah perubahan rata-rata per tahun sejak awal seri atau sejak seri terakhir terputus.",
    "command.rank": "Di mana posisi tiap wilayah? 1 yang terbaik; bila tidak ada arah yang lebih baik, yang terbesar. Nilai sama berbagi peringkat.",
    "command.decompose": "Bagian mana dari perubahan berasal dari perkotaan, dari perdesaan, dan dari penduduk yang berpindah di antaranya (Ravallion dan Huppi 1991)?",
    "command.target": "Laju apa yang diperlukan sebuah target persentase kemiskinan, dibandingkan laju sejauh ini dan lima tahun terbaik?",
    "command.check": "Apakah angka yang terbit saling cocok? Menampilkan yang tidak cocok dan berakhir dengan kode 1 bila ada. Dengan --figures, hanya aturan yang menyentuh baris berkas itu.",
    "command.brief": "Satu paragraf berisi lima kalimat dengan gaya rilis BPS, siap ditempel. Dengan -f json, csv atau tsv satu baris per kalimat.",
    "command.list": "Katalog: wilayah (areas), indikator (indicators), periode (periods), sumber (sources) atau putus seri (breaks).",
    "command.help": "Halaman sebuah perintah, atau sebuah topik: exit-codes, formats, environment, completion.",
    "option.area": "kode, nama atau nama pendek; all, provinces, districts; dapat diulang (64 bila tidak diisi)",
    "option.locality": "total, urban (perkotaan), rural (perdesaan) atau all (total bila tidak diisi)",
    "option.indicator": "nama atau singkatan, seperti p0 atau GK; dapat diulang (semua bila tidak diisi)",
    "option.figures": "angka Anda sendiri, CSV atau TSV, - untuk stdin; dapat diulang",
    "option.areas": "nama wilayah Anda sendiri (kolom area, name, ...)",
    "option.households": "rumah tangga sampel sebelum dan sesudah, misalnya 11000,11200; memerlukan --deff",
    "option.deff": "efek desain yang diasumsikan untuk persentase kemiskinan, di atas 0",
    "option.household": "untuk rumah tangga miskin dengan rata-rata anggota yang diterbitkan",
    "option.size": "untuk rumah tangga dengan N anggota, 0 < N <= 30; dapat diulang, rentang 1-8",
    "option.round": "putaran march (Maret), september atau all (semua) dalam rentang",
    "option.among": "provinces (provinsi) atau districts (kabupaten/kota); setingkat wilayahnya bila tidak diisi",
    "option.over": "districts (kabupaten/kota), bukan perkotaan dan perdesaan (hanya P0)",
    "option.since": "laju sejauh ini dihitung dari periode ini (setelah putus seri terakhir bila tidak diisi)",
    "option.every": "semua aturan yang diperiksa, bukan hanya yang tidak cocok",
    "option.against": "periode pembanding (setahun sebelumnya bila tidak diisi)",
    "option.check.area": "kode, nama atau nama pendek; all, provinces, districts; dapat diulang (64 dan kabupaten/kotanya bila tidak diisi)",
    "option.list.area": "kode, nama atau nama pendek; dapat diulang (semua bila tidak diisi; 64 untuk periods)",
    "option.rank.area": "wilayah yang disorot; kabupaten/kota di antara kabupaten/kota, lainnya di antara provinsi (64 bila tidak diisi)",
    "option.profile.area": "sama dengan argumennya",
    "option.profile.locality": "total, urban (perkotaan) atau rural (perdesaan) (total bila tidak diisi)",
    "option.target.locality": "total, urban (perkotaan) atau rural (perdesaan) (total bila tidak diisi)",
    "option.brief.area": "kode, nama atau nama pendek (64 bila tidak diisi)",
    "option.decompose.indicator": "p0, p1, p2; dapat diulang (p0 bila tidak diisi)",
    "option.format": "table, tsv, csv, json, ndjson, markdown, excel-csv (table di terminal, tsv di pipa)",
    "option.output": "tulis ke sana; akhirannya memilih format (.tsv .csv .json .ndjson .md .xlsx)",
    "option.lang": "en (Inggris) atau id (Indonesia)",
    "option.digits": "angka desimal dalam table dan markdown, 0 sampai 12",
    "option.quiet": "tanpa catatan di stderr",
    "option.version": "tampilkan versi lalu berhenti",
    "option.help": "tampilkan halaman ini lalu berhenti",
    "placeholder.AREA": "WILAYAH",
    "placeholder.LOCALITY": "DAERAH",
    "placeholder.INDICATOR": "INDIKATOR",
    "placeholder.FILE": "BERKAS",
    "placeholder.B,A": "B,A",
    "placeholder.D": "D",
    "placeholder.N": "N",
    "placeholder.ROUND": "PUTARAN",
    "placeholder.AMONG": "SETINGKAT",
    "placeholder.OVER": "BAGIAN",
    "placeholder.PERIOD": "PERIODE",
    "placeholder.RANGE": "A..B",
    "placeholder.BEFORE": "SEBELUM",
    "placeholder.AFTER": "SESUDAH",
    "placeholder.RATE": "PERSEN",
    "placeholder.YEAR": "TAHUN",
    "placeholder.PART": "areas|indicators|periods|sources|breaks",
    "placeholder.PAGE": "HALAMAN",
    "placeholder.FORMAT": "FORMAT",
    "placeholder.LANGUAGE": "BAHASA",
    "example.kpov": """\
kpov compare 2023 2024
kpov gap 2024
kpov threshold 2024 --household
kpov brief 2024 --lang id""",
    "example.compare": """\
kpov compare 2023 2024
kpov compare 2023 2024 --area districts --indicator p0
kpov compare 2023 2024 --households 11000,11200 --deff 2
kpov compare 2023 latest -f json | jq .rows[0].change""",
    "example.gap": """\
kpov gap 2024
kpov gap 2019..2024 --indicator p0
kpov gap 2024 --area Indonesia,Kaltim -o gap.csv""",
    "example.threshold": """\
kpov threshold 2024 --household
kpov threshold 2024 --size 1-8
kpov threshold --area districts""",
    "example.profile": """\
kpov profile Samarinda
kpov profile Kaltim --locality rural""",
    "example.show": """\
kpov show 2024
kpov show 2019..2024 --indicator p0 --locality all
kpov show --area all --locality all -f csv""",
    "example.trend": """\
kpov trend p0
kpov trend p0 2015..2024 --area Kukar,PPU
kpov trend gini --round all""",
    "example.rank": """\
kpov rank p0 2024
kpov rank p0 --area Samarinda
kpov rank GK 2024 --among districts""",
    "example.decompose": """\
kpov decompose 2023 2024
kpov decompose 2023 2024 --indicator p0,p1,p2
kpov decompose 2023 2024 --over districts""",
    "example.target": """\
kpov target 4.0 2029
kpov target 3.5 2030 --from 2019""",
    "example.check": """\
kpov check
kpov check --area provinces --all -f csv
kpov show 2024 -f csv | kpov check --figures -""",
    "example.brief": """\
kpov brief 2024
kpov brief 2024 --lang id
kpov brief 2025 --area Samarinda --against 2020""",
    "example.list": """\
kpov list areas
kpov list periods --area Samarinda
kpov list breaks --area 64""",
    "example.help": """\
kpov help compare
kpov help exit-codes""",
}
