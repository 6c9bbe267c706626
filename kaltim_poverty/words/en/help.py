"""Help: what commands and options do."""

WORDS = {
    "usage": "Usage",
    "options_piece": "[OPTIONS]",
    "command_piece": "COMMAND",
    "options": "Options",
    "commands": "Commands",
    "examples": "Examples",
    "python": "In Python: from {module} import {function}",
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
    "short.programme": "is a transfer large enough, and for how many?",
    "short.programme assess": "is an amount enough, and how many does it reach?",
    "short.programme options": "what does a budget buy: more people, or more for each?",
    "short.programme benefit": "what is a family entitled to (PKH, food assistance)?",
    "short.programme list": "amounts and rules of programmes, with their sources",
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
    "command.programme": "Is a transfer large enough, and for how many? Amounts are rupiah: 5000000, 5jt, 5juta or 5e6.",
    "command.programme assess": """\
Is an amount enough, and how many does it reach?

Measures a transfer against the published figures: its cost, the share of the poor that it can reach at most, the average gap to the line, and what the amount must earn a month as capital to close that gap. Every row says its formula in words, with the numbers in it.""",
    "command.programme options": """\
What does a budget buy: more people, or more for each?

For each --amount, as many recipients as the budget pays; for each --recipients, the most that each can get. Overhead is paid from the budget too.""",
    "command.programme benefit": """\
What is a family entitled to in a year?

Names the people of a family, as elderly=1 or lansia=1, and adds up PKH after its limits and food assistance (sembako=0 leaves that out). The sum is compared with the line of a household and with the average gap of a poor one.""",
    "command.programme list": "The amounts and rules of programmes, with year and source. The output goes back in as --programmes.",
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
    "option.amount": "rupiah for each recipient, such as 5jt; several by repeating it",
    "option.recipients": "how many receive it; several by repeating it",
    "option.programme assess.amount": "rupiah for each recipient, such as 5jt (needed)",
    "option.programme assess.recipients": "how many receive it (needed)",
    "option.budget": "rupiah in all, such as 7.5miliar (needed)",
    "option.per": "household or person (household if not given)",
    "option.period": "a period with P0, P1, count, line and household size (the latest if not given)",
    "option.overhead": "what delivery costs on top, in percent of the amount",
    "option.monthly_return": "percent a month that the amount earns as capital",
    "option.year": "year of the amounts and rules",
    "option.programme benefit.year": "year of the amounts (needed)",
    "option.programme benefit.size": "members of the family, 0 < N <= 30 (the published size of a poor household if not given)",
    "option.programmes": "rules of your own, with the columns of 'kpov programme list -f csv'; repeatable",
    "option.programme assess.area": "code, name or short name (64 if not given)",
    "option.programme options.area": "code, name or short name (64 if not given)",
    "option.programme benefit.area": "code, name or short name of the area whose line counts (64 if not given)",
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
    "placeholder.PER": "WHO",
    "placeholder.PERCENT": "PERCENT",
    "placeholder.COMPONENT=N...": "COMPONENT=N...",
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
    "short.survey": "the same questions asked of a household survey file, with standard errors",
    "short.survey describe": "what is in a file, and what would stop an estimate?",
    "short.survey estimate": "every measure with its standard error, overall and by group",
    "short.survey compare": "what changed between two surveys, and is it real?",
    "short.survey targeting": "who receives a programme, and who should?",
    "short.survey simulate": "what would a transfer change, and at what cost?",
    "short.survey example": "a synthetic survey to try things on",
    "command.survey": "The same questions asked of a household survey file: CSV, TSV and Parquet, and with pip install 'kaltim-poverty[survey]' Stata, SPSS, SAS, DBF, with [excel] Excel. Every estimate has its design-based standard error.",
    "command.survey describe": "What is in a household file: its columns, PSUs, strata and weights, problems first.",
    "command.survey estimate": """\
Every measure of a household file with its standard error, interval, degrees of freedom and design effect, for everybody and by group. The notes under the answer say every choice that was made.

Measures: p0 p1 p2 watts sen sst gap_poor gini_poor poor_count total_shortfall mean median gini theil mld ge2 atkinson_0.5 atkinson_1 atkinson_2 palma s80s20 share_bottom40 share_middle40 share_top20 share_top10 share_top1 share_decile_1 to 10 share_quintile_1 to 5, quantile_P and lorenz_P (P in percent), atkinson_E, ge_A, fgt_A for any other parameter; all.""",
    "command.survey compare": "What changed between two household files, and is it real? The samples are independent unless --panel names a column that links them. --line, --line-table, --line-column, --published-line and --design take one for both or B,A.",
    "command.survey targeting": "Who receives a programme, and who should? Coverage, share of recipients and of the benefit, and benefit of a recipient, for everybody, by deciles or quintiles of people, for the poor and the others; with exclusion error (poor but not reached), inclusion error (reached but not poor), targeting ratio (share of the poorest 40 percent over 0.4) and concentration index. Name --received or --benefit, or both.",
    "command.survey simulate": "What would a transfer change, and at what cost? The same people before and after, with paired standard errors of the change. Name two of --amount, --recipients and --budget; several amounts under one budget are compared, and a note names the best for P0, P1 and P2. With --to eligible an amount alone goes to everyone who is eligible.",
    "command.survey example": "Write a synthetic survey in the shape of Susenas as CSV. No household in it exists; every row says so.",
    "option.welfare": "consumption or income a person",
    "option.weight": "weight of the household with --size, else of the person (1 if not given)",
    "option.survey estimate.size": "members of the household; the weight of persons is weight × size",
    "option.survey compare.size": "members of the household; the weight of persons is weight × size",
    "option.survey targeting.size": "members of the household; the weight of persons is weight × size, a benefit is shared by them",
    "option.survey simulate.size": "members of the household, who share the amount; the weight of persons is weight × size",
    "option.survey describe.size": "members of the household; the weight of persons is weight × size",
    "option.stratum": "strata of the design, one column or several with commas",
    "option.psu": "primary sampling units (each row its own if not given)",
    "option.nest": "PSU numbers start again in each stratum",
    "option.fpc": "PSUs of the population in the stratum (finite population correction)",
    "option.province": "code of the province or district, for --published-line (province or district if not given)",
    "option.urban": "1 urban, 2 rural, for --published-line (urban if not given)",
    "option.design": "a TOML file that names these columns, or susenas; options win",
    "option.write_design": "save these options as a design file",
    "option.replicate_weights": "columns of replicate weights, such as 'rw_*', instead of strata and PSUs",
    "option.replicate_method": "bootstrap, brr, fay or jackknife",
    "option.fay_rho": "of Fay's method, from 0 and below 1",
    "option.replicate_scale": "replaces the scale of the method",
    "option.line": "one poverty line for all, rupiah a person a month, such as 833955 or 5jt",
    "option.line_column": "a column with the line of each row",
    "option.line_table": "a file of lines, joined on the columns that it shares with the survey",
    "option.published_line": "the line that BPS published for a period, by province and urban or rural",
    "option.line_locality": "total: the published line of urban and rural together",
    "option.relative_line": "a share of the median or mean of the whole file, such as 0.6",
    "option.relative_to": "median or mean (median if not given)",
    "option.floor": "for Watts: welfare at or below 0 becomes this",
    "option.measure": "name, repeatable or a list; all (p0,p1,p2,gini if not given; without a line mean,median,gini)",
    "option.by": "a breakdown, repeatable; a comma joins columns",
    "option.where": "a subpopulation: an SQL condition over the columns; the design stays whole",
    "option.lonely_psu": "strata with one PSU: fail, remove, certainty, adjust or average (adjust if not given)",
    "option.ci": "wald or, for p0, logit (wald if not given)",
    "option.level": "of the interval (0.95 if not given)",
    "option.missing": "error, or drop rows without a value (error if not given)",
    "option.bootstrap": "standard errors from R bootstrap replicates",
    "option.seed": "of the bootstrap, or of the synthetic survey",
    "option.decimal": "decimal mark of numbers in CSV, such as ,",
    "option.memory": "bound of memory, such as 2GB (1GB if not given); what does not fit goes to --temp",
    "option.temp": "folder for what does not fit into memory",
    "option.panel": "a column that links rows of both surveys",
    "option.received": "whether the row receives: 0, 1, false or true",
    "option.benefit": "what the row receives, rupiah; above 0 it receives, unless --received says so",
    "option.eligible": "an SQL condition over the columns: for whom the programme is",
    "option.groups": "deciles or quintiles of people (deciles if not given)",
    "option.survey simulate.every": "month, year or once (needed)",
    "option.to": "poorest, random, eligible or score (needed)",
    "option.survey simulate.budget": "rupiah a year, or once, such as 7.5miliar",
    "option.score": "for --to score: the lowest values receive first",
    "option.pass_through": "how much of the gain becomes welfare, 0 to 100 (100 if not given)",
    "option.survey simulate.seed": "of --to random (1 if not given), and of the bootstrap",
    "option.survey example.households": "how many, 400 to 5000000 (6000 if not given)",
    "option.survey example.seed": "the same seed gives the same survey (1 if not given)",
    "placeholder.COL": "COL",
    "placeholder.COLS": "COL[,COL]",
    "placeholder.DESIGN": "DESIGN",
    "placeholder.PATTERN": "PATTERN",
    "placeholder.METHOD": "METHOD",
    "placeholder.RP": "RP",
    "placeholder.NAME": "NAME",
    "placeholder.EXPR": "EXPR",
    "placeholder.EVERY": "EVERY",
    "placeholder.GROUPS": "GROUPS",
    "placeholder.TO": "WHOM",
    "placeholder.RULE": "RULE",
    "placeholder.R": "R",
    "placeholder.MARK": "MARK",
    "placeholder.SIZE": "SIZE",
    "placeholder.DIR": "DIR",
    "example.survey": """\
kpov survey example -o survey.csv --households 3000
kpov survey estimate survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --line 833955""",
    "example.survey describe": """\
kpov survey example -o survey.csv
kpov survey describe survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu""",
    "example.survey estimate": """\
kpov survey example -o survey.csv
kpov survey estimate survey.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --published-line 2024 --by urban --write-design mine.toml
kpov survey estimate survey.csv --design mine.toml --line 833955 --measure p0,gini,quantile_10 --by district,urban -f csv
kpov survey estimate survey.csv --design mine.toml --relative-line 0.6 --where 'urban = 2 AND size > 4'""",
    "example.survey compare": """\
kpov survey example -o before.csv --seed 1
kpov survey example -o after.csv --seed 2
kpov survey compare before.csv after.csv --welfare percapita --weight weight --size size --stratum stratum --psu psu --published-line 2023,2024""",
    "example.survey example": """\
kpov survey example -o survey.csv --households 3000 --seed 7""",
}
