"""Which small faults of a file does no test see?

    python tests/mutation/run.py kaltim_poverty/published/rank.py ... [--sample 150] [--seed 1]

Works on a copy of the tree. First the tests that a room is mapped to run once, under coverage, so that it is
known who runs each line (``--keep FILE`` writes that, or reads it). Then each fault gets those tests, the
fastest first, until one fails; a line that none runs, or that runs as the module is imported, gets all.
Survivors are printed; ``equivalent.toml`` lists those that mean the same.
"""

from __future__ import annotations

import argparse
import collections
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import xml.etree.ElementTree as ET

from mutants import mutants

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PACKAGE = "kaltim_poverty"
TESTS = {  # by the longest beginning of a path
    "": ["tests"],
    "published": ["tests/published", "tests/inputs", "tests/render"],
    "measures": ["tests/measures", "tests/survey", "tests/peers"],
    "survey": ["tests/survey", "tests/measures", "tests/peers"],
}
LEFT_OUT = (".git", ".mypy_cache", ".ruff_cache", ".pytest_cache", "__pycache__", ".hypothesis", "*.pyc")
NOT_COLLECTED = 5


class Selected:
    """A plugin of pytest: only tests of some functions (None for all), the fastest first."""

    def __init__(self, functions, seconds):
        self.functions, self.seconds = functions, seconds

    def pytest_collection_modifyitems(self, items):
        if self.functions is not None:
            items[:] = [item for item in items if named(item.function) in self.functions]
        items.sort(key=lambda item: self.seconds.get(named(item.function), 0.0))


def named(function):
    """The name of a test as coverage knows it."""
    return f"{function.__module__}.{function.__qualname__}"


def file_of(function):
    """The file of a test function, in which it may stand in a class."""
    path = function.rpartition(".")[0].replace(".", "/")
    return f"{path if os.path.exists(f'{path}.py') else os.path.dirname(path)}.py"


def tests_of(files):
    """The tests of some files."""
    found = {}
    for file in files:
        room = max((each for each in TESTS if file.startswith(f"{PACKAGE}/{each}")), key=len)
        found.update(dict.fromkeys(TESTS[room]))
    return list(found)


def run_by(copy, files, tests):
    """The test functions that run each line, by file and line, and the seconds that each takes."""
    from coverage import CoverageData

    settings = os.path.join(copy, "mutation.coveragerc")
    with open(settings, "w", encoding="utf-8") as file:
        file.write("[run]\ndynamic_context = test_function\ndata_file = mutation.coverage\ninclude =\n")
        file.writelines(f"    {each}\n" for each in files)
    times = os.path.join(copy, "mutation.xml")
    command = [
        sys.executable,
        "-m",
        "coverage",
        "run",
        f"--rcfile={settings}",
        "-m",
        "pytest",
        *QUIET,
        *tests,
    ]
    command.append(f"--junitxml={times}")
    done = subprocess.run(
        command, cwd=copy, env=environment(copy), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"the tests fail without any fault:\n{done.stdout[-3000:]}")
    data = CoverageData(os.path.join(copy, "mutation.coverage"))
    data.read()
    found = {}
    for file in files:
        lines = data.contexts_by_lineno(os.path.join(copy, file))
        found[file] = {line: set(functions) for line, functions in lines.items()}
    return found, seconds_of(times)


def cached_coverage(file, copy, files, tests):
    """What `run_by` says, from a file if it is there."""
    if file is None:
        return run_by(copy, files, tests)
    if not os.path.exists(file):
        with open(file, "wb") as opened:
            pickle.dump(run_by(copy, files, tests), opened)
    with open(file, "rb") as opened:
        return pickle.load(opened)


def seconds_of(report):
    """How long the tests of each function take."""
    found = collections.Counter()
    for case in ET.parse(report).iter("testcase"):
        function = f"{case.get('classname')}.{case.get('name').partition('[')[0]}"
        found[function] += float(case.get("time"))
    return found


QUIET = [
    "-q",
    "-x",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-p",
    "no:inline_snapshot",
    "--no-header",
    "--tb=no",
    "-r",
    "N",
]
QUIET += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # of what is loaded before


def environment(copy):
    """The variables under which the copy is what is imported."""
    return {**os.environ, "PYTHONPATH": copy, "PYTHONHASHSEED": "0"}


def survives(tests, functions, seconds):
    """Whether no test fails, in a copy of this process, which has loaded what takes time."""
    child = os.fork()
    if child == 0:
        os.setsid()
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        import pytest

        code = 1
        try:
            where = tests if functions is None else sorted(set(map(file_of, functions)))
            code = int(pytest.main([*QUIET, *where], plugins=[Selected(functions, seconds)]))
        finally:
            os._exit(code)
    known = seconds if functions is None else functions
    code = waited(child, 20 + 3 * sum(seconds.get(each, 0.0) for each in known))
    if code == NOT_COLLECTED and functions is not None:
        return survives(tests, None, seconds)
    return code == 0


def waited(child, timeout):
    """The exit code of a child; 1 if it takes too long."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 1


def write(path, source):
    """Write a source, and forget how it was compiled."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(source)
    folder, name = os.path.split(path)
    compiled = os.path.join(folder, "__pycache__")
    for each in os.listdir(compiled) if os.path.isdir(compiled) else ():
        if each.startswith(name.removesuffix(".py") + "."):
            os.unlink(os.path.join(compiled, each))


def known_equivalents():
    """The faults that change nothing: file, line of source and fault as printed."""
    with open(os.path.join(os.path.dirname(__file__), "equivalent.toml"), "rb") as file:
        listed = tomllib.load(file)
    return {(file, *each.rsplit(" | ", 1)) for file, faults in listed.items() for each in faults}


def chosen(files, sample, seed):
    """The faults to try: all, or some of them."""
    every = []
    for file in files:
        with open(os.path.join(ROOT, file), encoding="utf-8") as opened:
            source = opened.read()
        every += [(file, source, mutant) for mutant in mutants(source)]
    if sample and sample < len(every):
        every = sorted(random.Random(seed).sample(every, sample), key=lambda each: (each[0], each[2][:2]))
    return every


def arguments():
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--sample", type=int, default=0, help="so many faults instead of all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="a file for what runs each line, written if it is not there")
    parser.add_argument("--tests", nargs="*", help="instead of those mapped to the room")
    return parser.parse_args()


def main():
    """Try every fault and print who survives."""
    asked = arguments()
    files = [os.path.relpath(os.path.abspath(file), ROOT) for file in asked.files]
    tests = asked.tests or tests_of(files)
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "copy")
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        shared = os.path.join(ROOT, "..", "shared")
        if os.path.isdir(shared):
            os.symlink(os.path.abspath(shared), os.path.join(folder, "shared"))
        lines, seconds = cached_coverage(asked.keep, copy, files, tests)
        report(try_all(copy, chosen(files, asked.sample, asked.seed), tests, lines, seconds))


def try_all(copy, faults, tests, lines, seconds):
    """Each fault with whether it survives."""
    import duckdb  # noqa: F401 - loaded once, for all copies of this process
    import hypothesis.strategies  # noqa: F401
    import numpy as np  # noqa: F401
    import pytest  # noqa: F401
    import rich.console  # noqa: F401

    os.environ.update(environment(copy))
    sys.path[0] = copy
    os.chdir(copy)
    if not survives(tests, {next(iter(seconds))}, seconds):
        sys.exit("a test fails without any fault")
    for number, (file, source, mutant) in enumerate(faults, 1):
        write(file, mutant.applied(source))
        functions = lines[file].get(mutant.line, set())
        alive = survives(tests, functions if functions and "" not in functions else None, seconds)
        write(file, source)
        line = source.splitlines()[mutant.line - 1].strip()
        print(
            f"{number}/{len(faults)} {'SURVIVED' if alive else 'killed'} {file}:{mutant.line} {mutant}",
            flush=True,
        )
        yield file, mutant, line, alive


def report(tried):
    """The survivors of each file, those that mean the same apart."""
    equivalent = known_equivalents()
    counts, survivors = collections.Counter(), []
    for file, mutant, line, alive in tried:
        counts["tried"] += 1
        if alive and (file, line, str(mutant)) in equivalent:
            counts["equivalent"] += 1
        elif alive:
            survivors.append(f"{file}:{mutant.line}: {line}\n    {mutant}")
    real = counts["tried"] - counts["equivalent"]
    print(*survivors, sep="\n")
    share = 100 * len(survivors) / real if real else 0.0
    same = counts["equivalent"]
    print(f"{real} faults, and {same} that mean the same: {len(survivors)} survive, {share:.1f} %")


if __name__ == "__main__":
    main()
