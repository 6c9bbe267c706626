"""Bantuan: apa yang dilakukan perintah dan opsi."""

WORDS = {
    "usage": "Pemakaian",
    "options_piece": "[OPSI]",
    "command_piece": "PERINTAH",
    "options": "Opsi",
    "commands": "Perintah",
    "examples": "Contoh",
    "python": "Di Python: from {module} import {function}",
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
    "short.programme": "apakah bantuan cukup besar, dan untuk berapa banyak?",
    "short.programme assess": "apakah jumlahnya cukup, dan berapa yang terjangkau?",
    "short.programme options": "anggaran dapat apa: lebih banyak orang, atau lebih besar?",
    "short.programme benefit": "apa hak sebuah keluarga (PKH, bantuan pangan)?",
    "short.programme list": "jumlah dan aturan program, beserta sumbernya",
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
    "command.programme": "Apakah bantuan cukup besar, dan untuk berapa banyak? Jumlah ditulis dalam rupiah: 5000000, 5jt, 5juta atau 5e6.",
    "command.programme assess": """\
Apakah jumlahnya cukup, dan berapa yang terjangkau?

Mengukur bantuan terhadap angka yang terbit: biayanya, berapa persen dari yang miskin paling banyak dapat terjangkau, kekurangan rata-rata sampai ke garis, dan imbal hasil per bulan yang harus diperoleh bantuan itu sebagai modal untuk menutup kekurangan itu. Setiap baris menyebut rumusnya dengan kata dan angka.""",
    "command.programme options": """\
Anggaran dapat apa: lebih banyak orang, atau lebih besar per penerima?

Untuk tiap --amount, sebanyak penerima yang dapat dibayar; untuk tiap --recipients, paling besar yang dapat diterima masing-masing. Biaya penyaluran juga dibayar dari anggaran itu.""",
    "command.programme benefit": """\
Apa hak sebuah keluarga dalam setahun?

Sebutkan orang-orang dalam keluarga, seperti lansia=1 atau elderly=1; PKH dijumlahkan setelah batas-batasnya, bersama bantuan pangan (sembako=0 mengeluarkannya). Jumlahnya dibandingkan dengan garis sebuah rumah tangga dan dengan kekurangan rata-rata rumah tangga miskin.""",
    "command.programme list": "Jumlah dan aturan program, dengan tahun dan sumbernya. Keluarannya dapat dimasukkan kembali dengan --programmes.",
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
    "option.amount": "rupiah untuk tiap penerima, misalnya 5jt; beberapa dengan mengulanginya",
    "option.recipients": "berapa penerimanya; beberapa dengan mengulanginya",
    "option.programme assess.amount": "rupiah untuk tiap penerima, misalnya 5jt (wajib)",
    "option.programme assess.recipients": "berapa penerimanya (wajib)",
    "option.budget": "rupiah seluruhnya, misalnya 7.5miliar (wajib)",
    "option.per": "household (rumah tangga) atau person (orang) (household bila tidak diisi)",
    "option.period": "periode dengan P0, P1, jumlah, garis dan anggota rumah tangga (yang terakhir bila tidak diisi)",
    "option.overhead": "biaya penyaluran di atas bantuan, dalam persen dari jumlahnya",
    "option.monthly_return": "imbal hasil bantuan itu sebagai modal, persen per bulan",
    "option.year": "tahun jumlah dan aturannya",
    "option.programme benefit.year": "tahun jumlahnya (wajib)",
    "option.programme benefit.size": "anggota keluarga, 0 < N <= 30 (rata-rata rumah tangga miskin yang terbit bila tidak diisi)",
    "option.programmes": "aturan Anda sendiri, dengan kolom dari 'kpov programme list -f csv'; dapat diulang",
    "option.programme assess.area": "kode, nama atau nama pendek (64 bila tidak diisi)",
    "option.programme options.area": "kode, nama atau nama pendek (64 bila tidak diisi)",
    "option.programme benefit.area": "kode, nama atau nama pendek wilayah yang garisnya dipakai (64 bila tidak diisi)",
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
    "placeholder.PER": "SIAPA",
    "placeholder.PERCENT": "PERSEN",
    "placeholder.COMPONENT=N...": "KOMPONEN=N...",
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
    "short.survey": "pertanyaan yang sama atas berkas survei rumah tangga, dengan galat baku",
    "short.survey describe": "apa isi sebuah berkas, dan apa yang menghalangi taksiran?",
    "short.survey estimate": "tiap ukuran dengan galat bakunya, keseluruhan dan per kelompok",
    "short.survey compare": "apa yang berubah antara dua survei, dan nyatakah itu?",
    "short.survey targeting": "siapa yang menerima program, dan siapa yang seharusnya?",
    "short.survey simulate": "apa yang akan diubah oleh bantuan, dan berapa biayanya?",
    "short.survey example": "survei sintetis untuk mencoba-coba",
    "command.survey": "Pertanyaan yang sama atas berkas survei rumah tangga: CSV, TSV dan Parquet, dan dengan pip install 'kaltim-poverty[survey]' Stata, SPSS, SAS, DBF, dengan [excel] Excel. Tiap taksiran disertai galat baku menurut desainnya.",
    "command.survey describe": "Isi sebuah berkas rumah tangga: kolom, PSU, strata dan penimbangnya, masalah lebih dahulu.",
    "command.survey estimate": """\
Tiap ukuran dari berkas rumah tangga dengan galat baku, selang, derajat bebas dan efek desainnya, untuk semua orang dan per kelompok. Catatan di bawah jawaban menyebut tiap pilihan yang dibuat.

Ukuran: p0 p1 p2 watts sen sst gap_poor gini_poor poor_count total_shortfall mean median gini theil mld ge2 atkinson_0.5 atkinson_1 atkinson_2 palma s80s20 share_bottom40 share_middle40 share_top20 share_top10 share_top1 share_decile_1 sampai 10 share_quintile_1 sampai 5, quantile_P dan lorenz_P (P dalam persen), atkinson_E, ge_A, fgt_A untuk parameter lain; all.""",
    "command.survey compare": "Apa yang berubah antara dua berkas rumah tangga, dan nyatakah itu? Sampelnya dianggap saling bebas kecuali --panel menyebut kolom yang menautkannya. --line, --line-table, --line-column, --published-line dan --design menerima satu untuk keduanya atau B,A.",
    "command.survey targeting": "Siapa yang menerima program, dan siapa yang seharusnya? Cakupan, bagian penerima dan bantuan, serta bantuan tiap penerima, untuk semua, per desil atau kuintil penduduk, untuk yang miskin dan yang lain; dengan galat eksklusi (miskin tetapi tidak terjangkau), galat inklusi (terjangkau tetapi tidak miskin), rasio ketepatan sasaran (bagian 40 persen termiskin dibagi 0,4) dan indeks konsentrasi. Sebutkan --received atau --benefit, atau keduanya.",
    "command.survey simulate": "Apa yang akan diubah oleh bantuan, dan berapa biayanya? Orang yang sama sebelum dan sesudah, dengan galat baku perubahan yang berpasangan. Sebutkan dua dari --amount, --recipients dan --budget; beberapa jumlah dengan satu anggaran dibandingkan, dan sebuah catatan menyebut yang terbaik untuk P0, P1 dan P2. Dengan --to eligible, --amount saja berlaku bagi semua yang memenuhi syarat.",
    "command.survey example": "Tulis survei sintetis berbentuk Susenas sebagai CSV. Tidak ada rumah tangga sungguhan di dalamnya; tiap baris menyatakannya.",
    "option.welfare": "konsumsi atau pendapatan per orang",
    "option.weight": "penimbang rumah tangga bila ada --size, selain itu penimbang orang (1 bila tidak disebut)",
    "option.survey estimate.size": "banyaknya anggota rumah tangga; penimbang orang adalah penimbang × anggota",
    "option.survey compare.size": "banyaknya anggota rumah tangga; penimbang orang adalah penimbang × anggota",
    "option.survey targeting.size": "anggota rumah tangga; penimbang orang adalah weight × size, bantuan dibagi di antara mereka",
    "option.survey simulate.size": "anggota rumah tangga, yang berbagi jumlah itu; penimbang orang adalah weight × size",
    "option.survey describe.size": "banyaknya anggota rumah tangga; penimbang orang adalah penimbang × anggota",
    "option.stratum": "strata dalam desain, satu kolom atau beberapa dengan koma",
    "option.psu": "unit sampel pertama (tiap baris sendiri bila tidak disebut)",
    "option.nest": "nomor PSU mulai lagi di tiap strata",
    "option.fpc": "banyaknya PSU dalam populasi strata (koreksi populasi terhingga)",
    "option.province": "kode provinsi atau kabupaten/kota, untuk --published-line (province atau district bila tidak disebut)",
    "option.urban": "1 perkotaan, 2 perdesaan, untuk --published-line (urban bila tidak disebut)",
    "option.design": "berkas TOML yang menyebut kolom-kolom ini, atau susenas; opsi didahulukan",
    "option.write_design": "simpan opsi ini sebagai berkas desain",
    "option.replicate_weights": "kolom penimbang replikasi, misalnya 'rw_*', sebagai ganti strata dan PSU",
    "option.replicate_method": "bootstrap, brr, fay atau jackknife",
    "option.fay_rho": "untuk metode Fay, mulai 0 dan di bawah 1",
    "option.replicate_scale": "menggantikan skala metodenya",
    "option.line": "satu garis kemiskinan untuk semua, rupiah per kapita per bulan, misalnya 833955 atau 5jt",
    "option.line_column": "kolom berisi garis tiap baris",
    "option.line_table": "berkas garis, digabung menurut kolom yang sama dengan survei",
    "option.published_line": "garis terbitan BPS untuk sebuah periode, menurut provinsi dan perkotaan atau perdesaan",
    "option.line_locality": "total: garis terbitan perkotaan dan perdesaan bersama",
    "option.relative_line": "bagian dari median atau rata-rata seluruh berkas, misalnya 0.6",
    "option.relative_to": "median atau mean (median bila tidak disebut)",
    "option.floor": "untuk Watts: kesejahteraan 0 atau kurang menjadi nilai ini",
    "option.measure": "nama, dapat diulang atau berupa daftar; all (p0,p1,p2,gini bila tidak disebut; tanpa garis mean,median,gini)",
    "option.by": "rincian, dapat diulang; koma menggabungkan kolom",
    "option.where": "subpopulasi: syarat SQL atas kolom; desainnya tetap utuh",
    "option.lonely_psu": "strata dengan satu PSU: fail, remove, certainty, adjust atau average (adjust bila tidak disebut)",
    "option.ci": "wald atau, untuk p0, logit (wald bila tidak disebut)",
    "option.level": "tingkat selang (0.95 bila tidak disebut)",
    "option.missing": "error, atau drop untuk melewati baris tanpa nilai (error bila tidak disebut)",
    "option.bootstrap": "galat baku dari R replikasi bootstrap",
    "option.seed": "benih bootstrap, atau benih survei sintetis",
    "option.decimal": "tanda desimal angka dalam CSV, misalnya ,",
    "option.memory": "batas memori, misalnya 2GB (1GB bila tidak disebut); selebihnya ke --temp",
    "option.temp": "folder untuk yang tidak muat dalam memori",
    "option.panel": "kolom yang menautkan baris kedua survei",
    "option.received": "apakah baris itu menerima: 0, 1, false atau true",
    "option.benefit": "apa yang diterima baris itu, rupiah; di atas 0 berarti menerima, kecuali ada --received",
    "option.eligible": "syarat SQL atas kolom: bagi siapa program itu",
    "option.groups": "deciles (desil) atau quintiles (kuintil) penduduk (deciles bila tidak diisi)",
    "option.survey simulate.every": "'month' (bulan), 'year' (tahun) atau 'once' (sekali) (wajib)",
    "option.to": "poorest (termiskin), random (acak), eligible (memenuhi syarat) atau score (skor) (wajib)",
    "option.survey simulate.budget": "rupiah setahun, atau sekali, misalnya 7.5miliar",
    "option.score": "untuk --to score: nilai terendah menerima lebih dahulu",
    "option.pass_through": "berapa bagian tambahan yang menjadi kesejahteraan, 0 sampai 100 (100 bila tidak diisi)",
    "option.survey simulate.seed": "untuk --to random (1 bila tidak diisi), dan untuk bootstrap",
    "option.survey example.households": "banyaknya, 400 sampai 5000000 (6000 bila tidak disebut)",
    "option.survey example.seed": "benih yang sama memberi survei yang sama (1 bila tidak disebut)",
    "placeholder.COL": "KOLOM",
    "placeholder.COLS": "KOLOM[,KOLOM]",
    "placeholder.DESIGN": "DESAIN",
    "placeholder.PATTERN": "POLA",
    "placeholder.METHOD": "METODE",
    "placeholder.RP": "RP",
    "placeholder.NAME": "NAMA",
    "placeholder.EXPR": "SYARAT",
    "placeholder.EVERY": "KAPAN",
    "placeholder.GROUPS": "KELOMPOK",
    "placeholder.TO": "SASARAN",
    "placeholder.RULE": "ATURAN",
    "placeholder.R": "R",
    "placeholder.MARK": "TANDA",
    "placeholder.SIZE": "UKURAN",
    "placeholder.DIR": "FOLDER",
    "example.survey": """\
kpov survey example -o survey.csv --households 3000
kpov survey estimate survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955""",
    "example.survey describe": """\
kpov survey example -o survey.csv
kpov survey describe survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu""",
    "example.survey estimate": """\
kpov survey example -o survey.csv
kpov survey estimate survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --published-line 2024 --by urban --write-design mine.toml
kpov survey estimate survey.csv --design mine.toml --line 833955 --measure p0,gini,quantile_10 --by district,urban -f csv
kpov survey estimate survey.csv --design mine.toml --relative-line 0.6 --where 'urban = 2 AND size > 4'""",
    "example.survey compare": """\
kpov survey example -o before.csv --seed 1
kpov survey example -o after.csv --seed 2
kpov survey compare before.csv after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --published-line 2023,2024""",
    "example.survey example": """\
kpov survey example -o survey.csv --households 3000 --seed 7""",
}
