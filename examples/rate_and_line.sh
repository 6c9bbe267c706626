#!/bin/sh
# Rate and poverty line of each district side by side: three questions joined by the area's code.
# usage: rate_and_line.sh [PERIOD]
set -eu
LC_ALL=C
export LC_ALL
period=${1:-2024}
tab=$(printf '\t')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

column_of() { # column_of INDICATOR: code and value of each district, by code
    kpov show "$period" --area districts --indicator "$1" | tail -n +2 | cut -f 1,7 | sort
}

kpov list areas --area districts | tail -n +2 | cut -f 1,2 | sort > "$work/names"
column_of p0 > "$work/rates"
column_of poverty_line > "$work/lines"
join -t "$tab" "$work/names" "$work/rates" | join -t "$tab" - "$work/lines" | sort -t "$tab" -k 3,3 -n
