#!/bin/sh
# A page in Markdown: the paragraph, a table of urban and rural areas, and the addresses of the sources.
# usage: paragraph.sh [PERIOD [LANGUAGE]] > page.md
set -eu
period=${1:-2024}
language=${2:-id}

printf '# Kemiskinan %s\n\n' "$period"
kpov brief "$period" --lang "$language" -f markdown
printf '\n'
kpov gap "$period" --indicator poor_count,p0,p1 --lang "$language" -f markdown
printf '\n## Sumber\n\n'
kpov brief "$period" -f json | jq -r '.sources[] | "- \(.publisher): <\(.url)>"'
