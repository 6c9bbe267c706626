#!/bin/sh
# Which share of the province's poor lives in each district, and how many districts hold half of them?
# usage: share_of_the_poor.sh [PERIOD]
set -eu
period=${1:-2024}

kpov show "$period" --area 64,districts --indicator poor_count |
    cut -f 1,2,7 |
    LC_ALL=C sort -t "$(printf '\t')" -k 3,3 -rn |
    awk -F '\t' '
        $1 == "64" { province = $3; next }
        $3 + 0 > 0 {
            sum += $3
            printf "%-20s %7.2f %5.1f %% %6.1f %%\n", $2, $3, 100 * $3 / province, 100 * sum / province
        }'
