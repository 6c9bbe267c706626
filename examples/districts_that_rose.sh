#!/bin/sh
# In which districts did the poverty rate rise between two years?
# usage: districts_that_rose.sh [BEFORE AFTER]
set -eu
before=${1:-2015}
after=${2:-2019}

kpov compare "$before" "$after" --area districts --indicator p0 -f csv -q |
    awk -F , '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["direction"] == "worse" { printf "%s %+.2f\n", $at["area"], $at["change"] }' |
    LC_ALL=C sort -k 2 -rn
