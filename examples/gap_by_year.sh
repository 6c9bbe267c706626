#!/bin/sh
# The gap between urban and rural areas by year, as a file for Excel in an Indonesian locale.
# usage: gap_by_year.sh [FILE]
set -eu
file=${1:-gap_by_year.csv}

kpov gap 2015..2024 --indicator p0 -f excel-csv -o "$file"
echo "$(($(wc -l < "$file") - 1)) years in $file"
