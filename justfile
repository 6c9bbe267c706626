# what developers run; `just` lists it

default:
    @just --list

# all tests
test:
    pytest -n auto

# branch coverage of all tests, subprocesses included
coverage:
    COVERAGE_PROCESS_START="$PWD/pyproject.toml" COVERAGE_FILE="$PWD/.coverage" pytest -n auto
    coverage combine
    coverage report

# which small faults of a file no test sees
mutate *arguments:
    python tests/mutation/run.py {{arguments}}

# style and types
lint:
    ruff check .
    ruff format --check .
    mypy

# write printed output and the command reference again
docs:
    python docs/generate.py

# write the chapters of examples/report again
chapters:
    python docs/chapters.py

# fail if a document is stale
docs-check:
    python docs/generate.py --check

# write what scripts rest on, once a change of it is meant
interface:
    python tests/interface.py

# the documents as a site, in site/
site:
    python docs/website.py

# how long kpov takes to start
bench:
    python benchmarks/startup.py

# wheel and source distribution
build:
    python -m build
