"""Rumus di balik sebuah angka program, dengan kata dan dengan angkanya."""

WORDS = {
    "cost": "bantuan × penerima = Rp{amount} × {recipients}",
    "cost_overhead": "bantuan × penerima × (1 + biaya penyaluran) = Rp{amount} × {recipients} × (1 + {overhead}%)",
    "poor_households": "penduduk miskin ÷ anggota rumah tangga miskin = {people} ÷ {size}",
    "reached_share": "penerima ÷ {units} = {recipients} ÷ {poor}; paling banyak sebesar itu, seakan-akan semua penerima miskin",
    "shortfall_year": "P1 × garis × penduduk × 12 bulan = {p1}% × Rp{line} × {population} × 12; penduduk = penduduk miskin ÷ P0 = {people} ÷ {p0}%",
    "cost_share": "biaya ÷ kekurangan semua penduduk miskin = Rp{cost} ÷ Rp{shortfall}",
    "gap_person_month": "P1 ÷ P0 × garis = {p1} ÷ {p0} × Rp{line}",
    "gap_household_month": "kekurangan seorang miskin × anggota rumah tangga miskin = Rp{gap} × {size}",
    "months_of_gap": "bantuan ÷ kekurangan {of} per bulan = Rp{amount} ÷ Rp{gap}",
    "months_of_line": "bantuan ÷ garis {of} per bulan = Rp{amount} ÷ Rp{line}",
    "return_needed": "kekurangan {of} per bulan ÷ bantuan = Rp{gap} ÷ Rp{amount}",
    "gap_closed_share": "bantuan × imbal hasil ÷ kekurangan {of} per bulan = Rp{amount} × {rate}% ÷ Rp{gap}",
    "amount_needed": "kekurangan {of} per bulan ÷ imbal hasil = Rp{gap} ÷ {rate}%",
    "undefined": "{formula}; tidak ada jawaban, karena pembaginya 0",
    "of_household": "rumah tangga miskin",
    "of_person": "seorang miskin",
    "poor_household": "rumah tangga",
    "poor_person": "orang",
    "poor_households_counted": "rumah tangga miskin",
    "poor_people_counted": "penduduk miskin",
}
