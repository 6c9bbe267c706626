"""Halaman bantuan yang tidak milik satu perintah."""

WORDS = {
    "exit-codes": """\
Kode keluar

  0    selesai
  1    dipahami, dan jawabannya tidak: check menemukan pertentangan,
       import menolak sebuah angka
  2    salah apa pun datanya: periode keliru, indikator atau pilihan tidak
       dikenal, angka di luar batas, opsi yang bertentangan
  3    berkas tidak ada, tidak terbaca atau ditolak; berkas, baris dan kolom
       disebut
  4    wilayah tidak dikenal, periode tanpa angka, tidak ada yang sama; yang
       terdekat disebut
  69   layanan tidak terhubung atau menolak (fetch)
  70   kesalahan kpov sendiri
  74   keluaran tidak dapat ditulis
  130  dihentikan
  141  pembaca pipa sudah pergi
""",
    "formats": """\
Format (-f, atau akhiran -o, atau KPOV_FORMAT)

  table      untuk dibaca orang; baku di terminal
  tsv        tab di antara sel, satu baris judul; baku di pipa
  csv        koma di antara sel
  json       satu objek: question, arguments, rows, notes, sources
  ndjson     satu objek per baris
  markdown   tabel untuk ditempel ke dokumen (.md)
  excel-csv  untuk Excel berbahasa Indonesia: tanda UTF-8, titik koma, koma
             desimal
  .xlsx      buku kerja, dengan -o BERKAS.xlsx; perlu
             pip install 'kaltim-poverty[excel]'; dengan --print ditata
             sebagai halaman, dengan catatan, sumber, dan grafik
  .docx      dokumen Word: tabelnya, didahului grafik bila ada
  .svg .png .pdf .html .vl.json
             grafik dari jawaban yang mempunyainya: sebagai gambar, halaman
             (dengan tabel terlipat di bawahnya) atau spesifikasi Vega-Lite

.docx dan grafik memerlukan pip install 'kaltim-poverty[report]'; kpov report
menulis satu bab utuh sebagai .docx, .pdf, .html, .xlsx atau .md.

Format mesin memuat semua digit, titik sebagai tanda desimal, tanpa
pengelompokan, dan sel kosong (null dalam json) untuk angka yang tidak ada.
table dan markdown mengikuti bahasa dan --digits. Catatan ada di bawah tabel, di
dalam json, dan di stderr untuk lainnya. brief menulis satu paragraf di terminal
dan di pipa kecuali sebuah format diminta. Perintah yang mempunyai --chart dapat
menggambar batang kecil sebagai ganti tabel.
""",
    "environment": """\
Variabel lingkungan

  KPOV_LANG      en atau id; bila tidak, lokal (LC_ALL, LC_MESSAGES, LANG) yang
                 menentukan
  KPOV_FORMAT    format bila -f maupun akhiran -o tidak menyebutnya
  KPOV_ENGINE    duckdb atau spark: tempat survei dihitung
  KPOV_FIGURES   berkas angka Anda sendiri, dengan : di antaranya (; di Windows)
  KPOV_DATA      folder data; kosong: jawab tanpa folder itu
  KPOV_BPS_TOKEN token layanan BPS Anda (fetch)
  KPOV_BPS_URL   alamat lain layanan itu: https, atau http di komputer ini
  SPARK_REMOTE   server Spark Connect (sc://HOST:PORT), dengan --engine spark
  KPOV_DEBUG     tunjukkan di mana kesalahan kpov terjadi
  COLUMNS        lebar tabel
  NO_COLOR       tanpa warna, apa pun yang lain
  FORCE_COLOR    dengan warna, juga di pipa
  TERM=dumb      tanpa warna
""",
    "completion": """\
Pelengkapan dengan TAB

  kpov help completion --install bash       (zsh, fish, powershell)

menyimpan skrip ke sebuah berkas dan, bila shell memerlukannya, menambahkan
baris yang membacanya ke ~/.bashrc, ~/.zshrc, atau profil PowerShell. Dengan
tangan:

  bash   eval "$(_KPOV_COMPLETE=bash_source kpov)"                 di ~/.bashrc
  zsh    eval "$(_KPOV_COMPLETE=zsh_source kpov)"                  di ~/.zshrc
  fish   _KPOV_COMPLETE=fish_source kpov | source                  di ~/.config/fish/config.fish

Yang dilengkapi: perintah, opsi, wilayah, indikator, dan periode.
""",
    "man": """\
Halaman manual

  kpov help man -o FOLDER

menulis satu halaman untuk setiap perintah ke folder itu, dalam bahasa yang
dipakai: kpov.1, kpov-compare.1, dan seterusnya. man FOLDER/kpov.1
menampilkannya; di ~/.local/share/man/man1 halaman ditemukan menurut namanya
(man kpov-compare).
""",
}
