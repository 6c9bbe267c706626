"""Pages of help that belong to no command."""

WORDS = {
    "exit-codes": """\
Exit codes

  0    done
  1    understood, and the answer is no: check found a contradiction
  2    wrong whatever the data: a malformed period, an unknown indicator or
       choice, a number out of range, options in conflict
  3    a file is missing, unreadable or refused; file, line and column are named
  4    an unknown area, a period without figures, nothing in common; the nearest
       are named
  70   a fault of kpov itself
  74   the output could not be written
  130  interrupted
  141  the reader of the pipe went away
""",
    "formats": """\
Formats (-f, or the ending of -o, or KPOV_FORMAT)

  table      for people; the default on a terminal
  tsv        tabs between cells, a header line; the default in a pipe
  csv        commas between cells
  json       one object: question, arguments, rows, notes, sources
  ndjson     one object a row
  markdown   a table to paste into a document (.md)
  excel-csv  for Excel in an Indonesian locale: UTF-8 mark, semicolon, decimal
             comma
  .xlsx      a workbook, by -o FILE.xlsx; needs
             pip install 'kaltim-poverty[excel]'

Machine formats have all digits, a point as decimal mark, no grouping, and an
empty cell (null in json) for a missing number. table and markdown follow the
language and --digits. Notes stand under a table, inside json, and on stderr for
the others. brief prints a paragraph on a terminal and in a pipe unless a format
is asked for. Where a command has --chart, that draws small bars instead of a
table.
""",
    "environment": """\
Environment variables

  KPOV_LANG      en or id; else the locale (LC_ALL, LC_MESSAGES, LANG) decides
  KPOV_FORMAT    the format where neither -f nor the ending of -o says one
  KPOV_FIGURES   files of your own figures, with : between (; on Windows)
  KPOV_DEBUG     show where a fault of kpov happened
  COLUMNS        the width of a table
  NO_COLOR       no colours, whatever else is set
  FORCE_COLOR    colours, even in a pipe
  TERM=dumb      no colours
""",
    "completion": """\
Completion with TAB

  bash   eval "$(_KPOV_COMPLETE=bash_source kpov)"                 in ~/.bashrc
  zsh    eval "$(_KPOV_COMPLETE=zsh_source kpov)"                  in ~/.zshrc
  fish   _KPOV_COMPLETE=fish_source kpov | source                  in ~/.config/fish/config.fish

It completes commands, options, areas, indicators and periods.
""",
}
