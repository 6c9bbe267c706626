#!/bin/sh
# From the draw to the verdict, on a small made-up programme: 240 candidates, 120 places in ten districts.
# usage: draw_to_verdict.sh [FOLDER]   (a folder with recipients.csv, plan.csv, survey.csv)
set -eu
folder=${1:-$(dirname "$0")/programme}
export KPOV_FORMAT=tsv
tab=$(printf '\t')

# before: what can 120 against 120 see? (income of the survey: standard deviation 1.4 million)
kpov programme plan --treated 120 --comparison 120 --sd 1.4jt --amount 5jt --correlation 0.6 -q |
    awk -F "$tab" '$1 == "detectable_return" { printf "smallest return that is seen: %.1f percent a month\n", $2 }'

# the draw, repeated: the arms of the survey are those that the seed gives
drawn=$(mktemp) && surveyed=$(mktemp) && trap 'rm -f "$drawn" "$surveyed"' EXIT
kpov programme assign "$folder/recipients.csv" --id nik --stratum district --arm treated=120 --seed 1 -q |
    awk -F "$tab" 'NR > 1 { print $3 }' > "$drawn"
awk -F , 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "arm") arm = i; next } { print $arm }' \
    "$folder/survey.csv" > "$surveyed"
paste "$drawn" "$surveyed" |
    awk '{ same += $1 == $2 } END { printf "drawn again: %d of %d\n", same, NR }'

# during: are the places filled as planned?
kpov programme monitor "$folder/monitoring.csv" --district district --plan "$folder/plan.csv" -q |
    awk -F "$tab" '$2 == "" { print "places: " $10 }'

# after: was it enough?
kpov programme evaluate "$folder/survey.csv" --design lottery --outcome income --baseline baseline --arm arm \
    --stratum district --line 4278189 --amount treated=5jt --show enough -q |
    awk -F "$tab" '$1 ~ /^return/ { printf "%s: %.1f percent a month %s\n", $1, $2, $6 }'
