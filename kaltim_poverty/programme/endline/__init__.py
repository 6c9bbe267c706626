"""The survey after a programme: from the rows of a file to effects, balance, attrition and a verdict.

- `asked` is the question, checked; `rows` the file, checked;
- `domains` are everybody and the groups of each breakdown;
- `estimates` are the effects, `paired` the changes of a comparison with oneself;
- `balance` and `attrition` say whether the comparison can be trusted, `enough` whether it was enough;
- `notes` say what was assumed, `sentence` the answer in one.
"""
