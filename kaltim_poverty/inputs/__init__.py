"""What people type or hand over, parsed once and by one set of rules.

Options, line tables, figures and programmes of one's own, and design files all come through here:

- `numbers` reads plain numbers, whole numbers and bounds; `amounts` reads rupiah (``5jt``, ``1,5 juta``);
- `choices`, `lists`, `periods` and `sizes` read the other kinds of text;
- `texts` turns a file, a pipe or stdin into text, `tables` turns that into rows, `workbooks` reads Excel,
  `headings` knows the columns in both languages.

Each function takes text and hands on a value, or raises a sentence that says what to write instead. The room
knows no area, no survey and no format of an answer: it imports `records`, `errors` and `words` alone.
"""
