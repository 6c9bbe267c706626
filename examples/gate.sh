#!/bin/sh
# Stop if figures contradict each other: for a Makefile, a commit hook or a nightly job.
# usage: gate.sh [FIGURES [AREAS]]   (without a file: the bundled figures)
# exit code: that of kpov check: 0 they agree, 1 they contradict each other, 3 a file is refused
set -eu

if [ $# -ge 1 ]; then
    set -- --figures "$1" ${2:+--areas "$2"}
fi
if found=$(kpov check "$@" -f tsv -q); then
    echo "the figures agree"
else
    code=$?
    echo "$found" | awk -F '\t' 'NR > 1 { print $1 ", area " $2 ", " $3 ": expected " $6 ", found " $7 }'
    exit "$code"
fi
