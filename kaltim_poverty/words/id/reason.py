"""Mengapa sebuah angka tidak ada."""

WORDS = {
    "somebody": "tidak ada orang dalam kelompok ini",
    "somebody_poor": "tidak ada yang miskin",
    "positive_total": "jumlah kesejahteraan tidak di atas 0",
    "positive_poor_total": "jumlah kesejahteraan orang miskin tidak di atas 0",
    "nothing_negative": "{negative} baris kesejahteraannya negatif",
    "nothing_zero": "{zero} baris kesejahteraannya 0",
    "positive_poor": "{poor_not_above_zero} baris miskin kesejahteraannya 0 atau kurang; --floor menggantinya",
    "positive_bottom": "porsi kelompok termiskin tidak di atas 0",
    "one_psu": "barisnya di kurang dari dua PSU: tanpa galat baku",
    "poor_in_one_psu": "penduduk miskin berada di kurang dari dua PSU: tanpa galat baku",
    "no_freedom": "tidak ada derajat bebas: tanpa galat baku",
    "too_large": "jumlahnya lebih besar daripada bilangan yang dapat dihitung",
    "all_lonely": "tiap strata hanya punya satu PSU: tanpa galat baku",
    "quantile_at_end": "selangnya melampaui data",
    "nobody_poor": "tidak ada yang miskin dalam sampel: tanpa selang",
    "everybody_poor": "semua orang miskin dalam sampel: tanpa selang",
    "nobody_receives": "tidak ada penerima dalam kelompok ini",
    "nobody_meant": "tidak ada yang menjadi sasaran dalam kelompok ini",
    "all_or_none": "semua atau tidak satu pun dalam sampel: tanpa selang",
    "nothing_varies": "tidak ada keragaman dalam sampel: tanpa selang",
}
