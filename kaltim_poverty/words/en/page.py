"""Pages of help that belong to no command."""

WORDS = {
    "exit-codes": """\
Exit codes

  0    done
  1    understood, and the answer is no: check found a contradiction,
       import refused a figure
  2    a usage error: a malformed period, an unknown indicator or choice, a
       number out of range, options that cannot be combined
  3    a file is missing, unreadable or refused; file, line and column are named
  4    an unknown area, a period without figures, nothing in common; the nearest
       are named
  69   a service was not reached or said no (fetch)
  70   a bug in kpov itself
  74   the output could not be written
  130  interrupted
  141  the reader of the pipe has closed it
""",
    "formats": """\
Formats (-f, or the extension of -o, or KPOV_FORMAT)

  table      for people; the default on a terminal
  tsv        tab-separated values with a header; the default in a pipe
  csv        comma-separated values with a header
  json       one object: question, arguments, rows, notes, sources
  ndjson     one object per row
  markdown   a table to paste into a document (.md)
  excel-csv  for Excel in an Indonesian locale: UTF-8 BOM, semicolons, decimal
             commas
  .xlsx      a workbook, with -o FILE.xlsx; requires
             pip install 'kaltim-poverty[excel]'; with --print laid out as a
             page, with notes, source and chart
  .docx      a Word document: the table, after its chart if it has one
  .svg .png .pdf .html .vl.json
             the chart of an answer that has one: as a picture, a page (with
             the table folded below) or its Vega-Lite specification

.docx and charts require pip install 'kaltim-poverty[report]'; kpov report
writes a whole chapter as .docx, .pdf, .html, .xlsx or .md.

Machine formats have all digits, a point as decimal mark, no thousands
separators, and an empty cell (null in json) for a missing number. table and
markdown follow the language and --digits. Notes are below a table, inside json,
and on stderr for the others. brief prints a paragraph on a terminal and in a
pipe unless a format is given. Where a command has --chart, that draws bars
instead of a table.
""",
    "environment": """\
Environment variables

  KPOV_LANG      en or id; otherwise the locale (LC_ALL, LC_MESSAGES, LANG)
  KPOV_FORMAT    the format if neither -f nor the extension of -o gives one
  KPOV_ENGINE    duckdb or spark: where surveys are computed
  KPOV_FIGURES   files of your own figures, separated by : (; on Windows)
  KPOV_DATA      the data folder; empty: answer without it
  KPOV_BPS_TOKEN your token of BPS's service (fetch)
  KPOV_BPS_URL   another address of the service: https, or http on this computer
  SPARK_REMOTE   a server of Spark Connect (sc://HOST:PORT), with --engine spark
  KPOV_DEBUG     show the traceback of a bug in kpov
  COLUMNS        the width of a table
  NO_COLOR       no colours, whatever else is set
  FORCE_COLOR    colours, even in a pipe
  TERM=dumb      no colours
""",
    "completion": """\
Completion with TAB

  kpov help completion --install bash       (zsh, fish, powershell)

puts the script into a file and, where the shell needs it, a line that reads it
into ~/.bashrc, ~/.zshrc or the profile of PowerShell. By hand:

  bash   eval "$(_KPOV_COMPLETE=bash_source kpov)"                 in ~/.bashrc
  zsh    eval "$(_KPOV_COMPLETE=zsh_source kpov)"                  in ~/.zshrc
  fish   _KPOV_COMPLETE=fish_source kpov | source                  in ~/.config/fish/config.fish

It completes commands, options, areas, indicators and periods.
""",
    "man": """\
Manual pages

  kpov help man -o FOLDER

writes a page for each command into the folder, in the language of the run:
kpov.1, kpov-compare.1 and so on. man FOLDER/kpov.1 shows one; in
~/.local/share/man/man1 they are found by their names (man kpov-compare).
""",
}
