"""Help: what commands and options do."""

WORDS = {
    "usage": "Usage",
    "options_piece": "[OPTIONS]",
    "command_piece": "COMMAND",
    "options": "Options",
    "commands": "Commands",
    "examples": "Examples",
    "python": "In Python: from kaltim_poverty import {function}",
    "command.kpov": """\
Poverty figures of Kalimantan Timur and Indonesia, as BPS published them: what changed, is it real, where, and what is needed.

The options below go with every command, before or behind its name. 'kpov help exit-codes', 'formats', 'environment' and 'completion' tell the rest.""",
    "short.compare": "what changed between two periods?",
    "short.gap": "how far apart are town and country?",
    "short.threshold": "what does a household need to be above the line?",
    "short.profile": "everything about one area at a glance",
    "short.show": "which figures are there? (the data itself, filtered)",
    "short.trend": "how did an indicator move, and how fast?",
    "short.rank": "where does each area stand?",
    "short.decompose": "which part of the change is urban, rural, or people moving?",
    "short.target": "what pace does a target need, against the pace so far?",
    "short.check": "do the published figures agree with each other?",
    "short.brief": "say it in a paragraph",
    "short.list": "the catalogue of areas, indicators, periods, sources, breaks",
    "short.help": "the page of a command or a topic",
    "command.compare": """\
What changed between two periods, and is it real?

Of P0 and the number of poor it also tells the standard error of the change, its p-value and a verdict, where the sample is known or given with --households and --deff; else the largest standard error that the change could bear (largest_se).""",
    "command.gap": "How far apart are town and country? The gap is rural minus urban, the ratio rural divided by urban. A range such as 2019..2024 adds the change of the gap.",
    "command.threshold": "What does a person, or with --household or --size a whole household, need to be above the poverty line?",
    "command.profile": "Every latest figure of one area: its change in a year, its rank among its peers, and the figures of its province and of Indonesia beside it.",
    "command.show": "The figures themselves, with their sources. The output goes back in as --figures.",
    "command.trend": "How did an indicator move, and how fast? The pace is the average yearly change since the start of the series or its last break.",
    "command.rank": "Where does each area stand? 1 is best; where neither direction is better, the largest. Ties share a rank.",
    "command.decompose": "Which part of a change is urban, which rural, and which is people moving between them (Ravallion and Huppi 1991)?",
    "command.target": "What pace does a target poverty rate need, against the pace so far and the best five years?",
    "command.check": "Do the published figures agree with each other? Prints what fails and ends with exit code 1 if anything does. With --figures, the rules that touch a row of the files.",
    "command.brief": "A paragraph of five sentences in the style of a BPS release, ready to paste. With -f json, csv or tsv one row a sentence.",
    "command.list": "The catalogue: areas, indicators, periods, sources or breaks.",
    "command.help": "The page of a command, or of a topic: exit-codes, formats, environment, completion.",
    "option.area": "code, name or short name; all, provinces, districts; repeatable (64 if not given)",
    "option.locality": "total, urban, rural or all (total if not given)",
    "option.indicator": "name or abbreviation, such as p0 or GK; repeatable (all if not given)",
    "option.figures": "figures of your own, CSV or TSV, - for stdin; repeatable",
    "option.areas": "names of areas of your own (columns area, name, ...)",
    "option.households": "sampled households before and after, such as 11000,11200; needs --deff",
    "option.deff": "design effect assumed for the poverty rate, above 0",
    "option.household": "for a poor household of the published average size",
    "option.size": "for households of N members, 0 < N <= 30; repeatable, ranges 1-8",
    "option.round": "march, september or all rounds of a range",
    "option.among": "provinces or districts (what the area is, if not given)",
    "option.over": "districts instead of urban and rural (P0 only)",
    "option.since": "the pace so far counts from this period (after the last break if not given)",
    "option.every": "all rules that were checked, not only failures",
    "option.against": "the period to compare with (a year before if not given)",
    "option.check.area": "code, name or short name; all, provinces, districts; repeatable (64 and its districts if not given)",
    "option.list.area": "code, name or short name; repeatable (all if not given; 64 for periods)",
    "option.rank.area": "the area in focus; a district ranks among districts, others among provinces (64 if not given)",
    "option.profile.area": "the same as the argument",
    "option.profile.locality": "total, urban or rural (total if not given)",
    "option.target.locality": "total, urban or rural (total if not given)",
    "option.brief.area": "code, name or short name (64 if not given)",
    "option.decompose.indicator": "p0, p1, p2; repeatable (p0 if not given)",
    "option.format": "table, tsv, csv, json, ndjson, markdown, excel-csv (table on a terminal, tsv in a pipe)",
    "option.output": "write there; the ending chooses the format (.tsv .csv .json .ndjson .md .xlsx)",
    "option.lang": "en or id",
    "option.digits": "decimals in table and markdown, 0 to 12",
    "option.quiet": "no notes on stderr",
    "option.version": "print the version and stop",
    "option.help": "print this page and stop",
    "placeholder.AREA": "AREA",
    "placeholder.LOCALITY": "LOCALITY",
    "placeholder.INDICATOR": "INDICATOR",
    "placeholder.FILE": "FILE",
    "placeholder.B,A": "B,A",
    "placeholder.D": "D",
    "placeholder.N": "N",
    "placeholder.ROUND": "ROUND",
    "placeholder.AMONG": "PEERS",
    "placeholder.OVER": "PARTS",
    "placeholder.PERIOD": "PERIOD",
    "placeholder.RANGE": "A..B",
    "placeholder.BEFORE": "BEFORE",
    "placeholder.AFTER": "AFTER",
    "placeholder.RATE": "RATE",
    "placeholder.YEAR": "YEAR",
    "placeholder.PART": "areas|indicators|periods|sources|breaks",
    "placeholder.PAGE": "PAGE",
    "placeholder.FORMAT": "FORMAT",
    "placeholder.LANGUAGE": "LANGUAGE",
    "example.kpov": """\
kpov compare 2023 2024
kpov gap 2024
kpov threshold 2024 --household
kpov brief 2024 --lang id""",
    "example.compare": """\
kpov compare 2023 2024
kpov compare 2023 2024 --area districts --indicator p0
kpov compare 2023 2024 --households 11000,11200 --deff 2
kpov compare 2023 latest -f json | jq .rows[0].change""",
    "example.gap": """\
kpov gap 2024
kpov gap 2019..2024 --indicator p0
kpov gap 2024 --area Indonesia,Kaltim -o gap.csv""",
    "example.threshold": """\
kpov threshold 2024 --household
kpov threshold 2024 --size 1-8
kpov threshold --area districts""",
    "example.profile": """\
kpov profile Samarinda
kpov profile Kaltim --locality rural""",
    "example.show": """\
kpov show 2024
kpov show 2019..2024 --indicator p0 --locality all
kpov show --area all --locality all -f csv""",
    "example.trend": """\
kpov trend p0
kpov trend p0 2015..2024 --area Kukar,PPU
kpov trend gini --round all""",
    "example.rank": """\
kpov rank p0 2024
kpov rank p0 --area Samarinda
kpov rank GK 2024 --among districts""",
    "example.decompose": """\
kpov decompose 2023 2024
kpov decompose 2023 2024 --indicator p0,p1,p2
kpov decompose 2023 2024 --over districts""",
    "example.target": """\
kpov target 4.0 2029
kpov target 3.5 2030 --from 2019""",
    "example.check": """\
kpov check
kpov check --area provinces --all -f csv
kpov show 2024 -f csv | kpov check --figures -""",
    "example.brief": """\
kpov brief 2024
kpov brief 2024 --lang id
kpov brief 2025 --area Samarinda --against 2020""",
    "example.list": """\
kpov list areas
kpov list periods --area Samarinda
kpov list breaks --area 64""",
    "example.help": """\
kpov help compare
kpov help exit-codes""",
}
