#!/bin/sh
# Figures of an area that kpov does not bundle: here an invented regency with three kecamatan.
# usage: own_area.sh [FIGURES AREAS]
set -eu
here=$(dirname "$0")
export KPOV_FIGURES="${1:-$here/own/figures.csv}"
areas=${2:-$here/own/areas.csv}

kpov compare 2023 2024 --area Contoh --areas "$areas" -q | cut -f 3,7-9
kpov decompose 2023 2024 --area Contoh --over districts --areas "$areas" -q | cut -f 6-9
