"""Why a number is missing."""

WORDS = {
    "somebody": "nobody is in this group",
    "somebody_poor": "nobody is poor",
    "positive_total": "the total of welfare is not above 0",
    "positive_poor_total": "the total of welfare of the poor is not above 0",
    "nothing_negative": "{negative} {negative:row has|rows have} negative welfare",
    "nothing_zero": "{zero} {zero:row has|rows have} welfare 0",
    "positive_poor": "{poor_not_above_zero} poor {poor_not_above_zero:row has|rows have} welfare at or below 0; --floor replaces it",
    "positive_bottom": "the share of the poorest is not above 0",
    "one_psu": "rows in fewer than two PSUs: no standard error",
    "poor_in_one_psu": "the poor are in fewer than two PSUs: no standard error",
    "no_freedom": "no degrees of freedom: no standard error",
    "too_large": "the sums are larger than numbers can be",
    "all_lonely": "every stratum has one PSU: no standard error",
    "quantile_at_end": "the interval reaches beyond the data",
    "nobody_poor": "nobody is poor in the sample: no interval",
    "everybody_poor": "everybody is poor in the sample: no interval",
    "nobody_receives": "nobody receives in this group",
    "nobody_meant": "nobody in this group should receive",
    "all_or_none": "all or none in the sample: no interval",
    "nothing_varies": "nothing varies in the sample: no interval",
}
