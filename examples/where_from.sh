#!/bin/sh
# Where do the numbers of a comparison come from, and what must be said beside them?
# usage: where_from.sh [BEFORE AFTER]
set -eu
before=${1:-2014}
after=${2:-2015}

kpov compare "$before" "$after" --indicator p0,poor_count -f json |
    jq -r '
        "rows: \(.rows | length)",
        (.notes[] | "\(.code): \(.text)"),
        (.sources[] | "\(.kind): \(.publisher)")'
