"""Rumus di balik sebuah angka program, dengan kata dan dengan angkanya."""

WORDS = {
    "cost": "bantuan × penerima = Rp{amount} × {recipients}",
    "cost_overhead": "bantuan × penerima × (1 + biaya penyaluran) = Rp{amount} × {recipients} × (1 + {overhead}%)",
    "poor_households": "penduduk miskin ÷ rata-rata anggota rumah tangga miskin = {people} ÷ {size}",
    "reached_share": "penerima ÷ {units} = {recipients} ÷ {poor}; maksimum, bila semua penerima miskin",
    "shortfall_year": "P1 × garis × penduduk × 12 bulan = {p1}% × Rp{line} × {population} × 12; penduduk = penduduk miskin ÷ P0 = {people} ÷ {p0}%",
    "cost_share": "biaya ÷ total kesenjangan penduduk miskin = Rp{cost} ÷ Rp{shortfall}",
    "gap_person_month": "P1 ÷ P0 × garis = {p1} ÷ {p0} × Rp{line}",
    "gap_household_month": "kesenjangan per penduduk miskin × rata-rata anggota rumah tangga miskin = Rp{gap} × {size}",
    "months_of_gap": "bantuan ÷ kesenjangan {of} per bulan = Rp{amount} ÷ Rp{gap}",
    "months_of_line": "bantuan ÷ garis {of} per bulan = Rp{amount} ÷ Rp{line}",
    "return_needed": "kesenjangan {of} per bulan ÷ bantuan = Rp{gap} ÷ Rp{amount}",
    "gap_closed_share": "bantuan × imbal hasil ÷ kesenjangan {of} per bulan = Rp{amount} × {rate}% ÷ Rp{gap}",
    "amount_needed": "kesenjangan {of} per bulan ÷ imbal hasil = Rp{gap} ÷ {rate}%",
    "undefined": "{formula}; tidak dapat dihitung karena pembaginya 0",
    "nothing": "–",
    "of_household": "rumah tangga miskin",
    "of_person": "penduduk miskin",
    "poor_household": "rumah tangga",
    "poor_person": "penduduk",
    "poor_households_counted": "rumah tangga miskin",
    "poor_people_counted": "penduduk miskin",
    "reached_all": "penerima ÷ {units} = {recipients} ÷ {poor}, paling tinggi 100 persen",
    "plan_treated_analysed": "{people} dikurangi {attrition}% yang tidak akan ditemui kembali, dibulatkan ke bawah",
    "plan_comparison_analysed": "{people} dikurangi {attrition}% yang tidak akan ditemui kembali, dibulatkan ke bawah",
    "plan_design_effect": "1 + ((1 + {variation}²) × {size} − 1) × {icc}",
    "plan_people_drawn": "orang diundi satu per satu",
    "plan_ancova": "survei sesudah program, dengan nilai sebelumnya sebagai pengendali: {before} putaran sebelum, {after} sesudah, korelasi {correlation}",
    "plan_difference": "perubahan dari sebelum ke sesudah: {before} putaran sebelum, {after} sesudah, korelasi {correlation}",
    "plan_after": "hanya survei sesudah program ({after} putaran; {before} putaran sebelumnya tidak dipakai), korelasi {correlation}",
    "plan_alpha_each": "{alpha}% ÷ {arms} kelompok penerima",
    "plan_df": "semua yang ditemui kembali − 2 = {people} − 2",
    "plan_df_villages": "desa − 2 = {people} ÷ {size} − 2",
    "plan_multiplier": "kuantil t Student: untuk pengujian pada taraf {alpha}% ditambah untuk daya {power}%",
    "plan_mde_sd": "{multiplier} × √({variance} × (1 ÷ {treated} + 1 ÷ {comparison}))",
    "plan_mde": "efek dalam simpangan baku × simpangan baku = {mde} × Rp{sd}",
    "plan_mde_percent": "efek ÷ rata-rata = Rp{mde} ÷ Rp{mean}",
    "plan_mde_points": "penurunan dari {poor}% ketika kedua persentase dapat dibedakan (distribusi normal)",
    "plan_mde_takers": "efek ÷ (keikutsertaan − kontaminasi) = {mde} ÷ {takers}%",
    "plan_detectable_return": "efek ÷ jumlah bantuan = Rp{mde} ÷ Rp{amount}",
    "plan_treated_needed": "agar efek sebesar {effect} terdeteksi",
    "plan_comparison_needed": "agar efek sebesar {effect} terdeteksi",
    "plan_clusters_needed": "orang ÷ orang per desa = {people} ÷ {size}",
    "plan_cost": "program Rp{programme} + survei Rp{surveys}",
    "plan_none": "{formula}; tidak ada di sini",
    "enough_gap_closed_share": "−efek terhadap P1 ÷ P1 pembanding = −({estimate}) ÷ {comparison}",
    "enough_return_found": "efek terhadap satu bulan rumah tangga ÷ jumlah bantuan = Rp{estimate} ÷ Rp{amount}",
    "enough_return_needed": "rata-rata kesenjangan rumah tangga miskin pembanding ÷ jumlah bantuan = Rp{gap} ÷ Rp{amount}",
    "enough_lifted": "−efek terhadap P0 × yang mendapat undian = −({estimate})% × {count}",
    "enough_cost_per_lifted": "jumlah bantuan × yang mendapat undian ÷ yang keluar dari kemiskinan = Rp{cost} ÷ {lifted}",
    "enough_nobody_surely": "{formula}; tidak dihitung karena selangnya memuat 0: mungkin tidak ada yang keluar dari kemiskinan",
    "enough_marginal_return": "selisih efek dari '{other}' ÷ selisih jumlah bantuan = Rp{estimate} ÷ (Rp{more} − Rp{less})",
    "example_readme": """\
# Program rekaan (sintetis)

Tidak ada orang sungguhan dalam berkas-berkas ini. NIK diawali 99, yang bukan kode provinsi mana pun; setiap baris ditandai sintetis.

- `recipients.csv`: 3.000 calon penerima di sepuluh kabupaten/kota.
- `plan.csv`: kuota 150 di setiap kabupaten/kota.
- `monitoring.csv`: 1.500 yang mendapat undian, dengan beberapa kesalahan seperti pada daftar yang sebenarnya.
- `survey.csv`: semua calon penerima sebelum (`baseline`) dan sesudah program (`income`, rupiah per rumah tangga per bulan; kosong: tidak ditemui kembali).

Yang sebenarnya, karena ditanam sendiri: {effect} per bulan bagi setiap rumah tangga yang benar-benar menerima program, yaitu sekitar {share} persen dari yang mendapat undian. Garis kemiskinan rumah tangga miskin pada Maret 2024 sebesar {line} per bulan.""",
}
