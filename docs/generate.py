"""Write everything in the documents that a program can write, or check that it is current.

``python docs/generate.py`` rewrites the console output in README.md, docs/ and examples/ (cog blocks) and the
pages of docs/commands/ and docs/id/commands/; ``--check`` changes nothing, shows what is stale and
ends with 1. Names of documents restrict it to those.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
import sys
from dataclasses import is_dataclass
from difflib import unified_diff
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cogapp import Cog
from pictures import PICTURES, is_current
from shell import ROOT, block, missing_tools, session_of

import kaltim_poverty
from kaltim_poverty.cli.command import python_home
from kaltim_poverty.cli.table import COMMANDS, GROUPS
from kaltim_poverty.cli.table import pages as full_names
from kaltim_poverty.published.listing import PARTS
from kaltim_poverty.records import columns
from kaltim_poverty.records.fields import attribute
from kaltim_poverty.survey.peers.choices import CHOICES, evidence, sentence_of
from kaltim_poverty.words import LANGUAGES, known, lookup
from kaltim_poverty.words.examples import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kaltim_poverty.words import Language

PAGES = ROOT / "docs" / "commands"
INDONESIAN_PAGES = ROOT / "docs" / "id" / "commands"
PROLOGUE = "from shell import console; from pictures import *; from generate import *"
GENERATED = "<!-- Written by docs/generate.py; do not edit. -->\n"
CONTENT = {
    "Decimal": "number",
    "Mapping[str, str]": "a column for each of --by",
    "float": "number",
    "Message": "text",
    "int": "whole number",
    "Period": "period",
    "str": "text",
}
CODES = {
    0: "done",
    2: "a usage error",
    3: "a file is missing, unreadable or refused",
    4: "nothing found",
    69: "a service was not reached or said no",
    74: "the output could not be written",
    130: "interrupted",
    141: "the reader of the pipe has closed it",
}
CONTENT_ID = {
    "Decimal": "angka",
    "Mapping[str, str]": "satu kolom untuk setiap --by",
    "float": "angka",
    "Message": "teks",
    "int": "bilangan bulat",
    "Period": "periode",
    "str": "teks",
}
CONTRADICTION, WRONG, REFUSED = 1, 2, 3
SAYING_NO = {
    "check": "a rule fails",
    "import": "a figure is refused",
    "fetch": "a figure or a table is refused",
    "programme monitor": "places or identity numbers are not as they must be",
}  # commands with exit code 1
RAISES = {2: "UsageError", 3: "InputError", 4: "NotFoundError", 69: "ServiceError"}
os.environ["KPOV_DATA"] = ""  # nobody's data folder
TOPICS = ("exit-codes", "formats", "environment", "completion", "man")


def documents() -> list[Path]:
    """All documents that a program writes, or writes in."""
    written = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "examples" / "README.md"]
    docs = ROOT / "docs"
    found = [*sorted(docs.glob("*.md")), *sorted((docs / "id").rglob("*.md"))]
    return [*written, *(each for each in found if each.parent != INDONESIAN_PAGES), *pages()]


def pages() -> list[Path]:
    """The pages of the command reference in both languages."""
    names = ["README.md", *map(file_of, full_names())]
    return [folder / name for folder in (PAGES, INDONESIAN_PAGES) for name in names]


def file_of(name: str) -> str:
    """The file of a command's page."""
    return f"{name.replace(' ', '-')}.md"


def wanted(document: Path) -> str:
    """What a document should say."""
    if document.parent in REFERENCE:
        index, page = REFERENCE[document.parent]
        return index() if document.name == "README.md" else page(document.stem.replace("-", " "))
    cog = Cog()
    cog.options.prologue = PROLOGUE
    cog.options.include_path = [str(ROOT / "docs")]
    name = str(document.relative_to(ROOT))
    with_paths = sys.path[:]
    try:
        return str(cog.process_string(document.read_text(encoding="utf-8"), fname=name))
    finally:
        sys.path[:] = with_paths


def current(document: Path) -> str:
    """What a document says now."""
    return document.read_text(encoding="utf-8") if document.exists() else ""


# the command reference


def index_page() -> str:
    """The list of all commands and topics."""
    out = [GENERATED, "# Commands\n\n", table_of_commands(""), "\n"]
    out.append("The options `-f`, `-o`, `--lang`, `--digits` and `-q` go with every command.\n")
    out.append("They may stand before or behind its name.\n")
    out.append("Each page has the help, the fields of the answer, ")
    out.append("the exit codes and the function in Python.\n")
    session = session_of("docs/commands/README.md")
    out += [f"\n## kpov help {topic}\n\n{block(session, f'kpov help {topic}')}" for topic in TOPICS]
    return "".join(out)


def table_of_commands(folder: str = "commands/", names: Sequence[str] = COMMANDS) -> str:
    """A table of the commands with their questions in both languages."""
    rows = [
        (
            f"[`kpov {name}`]({folder}{file_of(name)})",
            *(lookup(language, f"help.short.{name}") for language in LANGUAGES),
        )
        for name in names
    ]
    return table(("command", "question", "pertanyaan"), rows)


def table_of_indicators() -> str:
    """A table of the indicators with their labels in both languages."""
    rows = [
        (
            f"`{row.indicator}`",
            row.label_en,
            row.label_id,
            lookup("en", f"value.unit.{row.unit}"),
            row.aliases.replace(";", ", "),
        )
        for row in kaltim_poverty.listing("indicators")
    ]
    return table(("code", "English", "Bahasa Indonesia", "unit", "also"), rows)


def table_of_choices(language: Language = "en") -> str:
    """A table of what other programs do otherwise: the catalogue of ``kpov explain``."""
    rows = [
        (
            f"`{choice.name}`",
            lookup(language, f"value.choice.{choice.name}"),
            lookup(language, f"value.here.{choice.here}"),
            lookup(language, f"value.there.{there}"),
            ", ".join(
                f"{peer} ({lookup(language, f'value.evidence.{evidence(peer)}')})"
                for peer, alternative in choice.peers.items()
                if alternative == there
            ),
        )
        for choice in CHOICES.values()
        for there in choice.alternatives
    ]
    heading = ("code", "choice", "kpov", "others", "who")
    return table(heading if language == "en" else ("kode", "pilihan", "kpov", "yang lain", "siapa"), rows)


def why_not_equal(*names: str, language: Language = "en") -> str:
    """Choices of the catalogue, an item each, in the words of ``kpov explain``."""
    return "".join(f"- {sentence_of(CHOICES[name], language)}\n" for name in names)


def table_of_functions() -> str:
    """A table of the functions with the first sentence of their docstrings and their commands."""
    rows = []
    for name in full_names():
        function = function_of(name)
        if function is not None:
            said = linked((inspect.getdoc(function) or "").partition("\n")[0]).partition(" On the command")[0]
            rows.append((f"`{called(name)}`", said, f"[`kpov {name}`](commands/{file_of(name)})"))
    return table(("function", "what it answers", "command"), rows)


def table_of_files(room: str) -> str:
    """A table of the files of a room and of the rooms inside it, with the first sentence of each."""
    package = Path(kaltim_poverty.__file__).parent
    rows = []
    for file in sorted((package / room).rglob("*.py"), key=lambda each: (len(each.parts), each.parts)):
        said = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n\n")[0]
        name = str(file.relative_to(package)).replace("/__init__.py", "/")
        rows.append((f"`{name}`", linked(" ".join(said.split()))))
    return table(("file", "what is in it"), rows)


def table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [heading, tuple("---" for _ in heading), *rows]
    return "".join(f"| {' | '.join(map(escaped, line))} |\n" for line in lines)


def escaped(cell: str) -> str:
    """A cell in which a bar is no border."""
    return cell.replace("|", "\\|")


def command_page(name: str) -> str:
    """The page of a command."""
    session = session_of(f"docs/commands/{file_of(name)}")
    question = " · ".join(lookup(language, f"help.short.{name}") for language in LANGUAGES)
    parts = [
        GENERATED,
        f"# kpov {name}\n\n{question}\n",
        *(f"\n## On a terminal\n\n{block(session, example)}" for example in first_example(name)),
        f"\n## Help\n\n{block(session, f'kpov {name} --help')}",
        *answer_parts(name),
        f"\n[All commands](README.md) · [Bahasa Indonesia](../id/commands/{file_of(name)})\n",
    ]
    return "".join(parts)


def indonesian_index_page() -> str:
    """The list of all commands and topics in Bahasa Indonesia."""
    out = [GENERATED, "# Perintah\n\n", indonesian_table_of_commands(""), "\n"]
    out.append("Opsi `-f`, `-o`, `--lang`, `--digits` dan `-q` berlaku untuk setiap perintah.\n")
    out.append("Letaknya boleh sebelum atau sesudah nama perintah.\n")
    out.append("Setiap halaman memuat contoh, bantuan dan kolom jawaban.\n")
    session = session_of("docs/id/commands/README.md")
    out += [f"\n## kpov help {topic}\n\n{block(session, f'kpov help {topic}')}" for topic in TOPICS]
    return "".join(out)


def indonesian_table_of_commands(folder: str = "commands/", names: Sequence[str] = COMMANDS) -> str:
    """A table of the commands with their questions in Bahasa Indonesia."""
    rows = [
        (f"[`kpov {name}`]({folder}{file_of(name)})", lookup("id", f"help.short.{name}")) for name in names
    ]
    return table(("perintah", "pertanyaan"), rows)


def indonesian_table_of_indicators() -> str:
    """A table of the indicators in Bahasa Indonesia."""
    rows = [
        (
            f"`{row.indicator}`",
            row.label_id,
            lookup("id", f"value.unit.{row.unit}"),
            row.aliases.replace(";", ", "),
        )
        for row in kaltim_poverty.listing("indicators")
    ]
    return table(("kode", "indikator", "satuan", "sebutan lain"), rows)


def indonesian_command_page(name: str) -> str:
    """The page of a command in Bahasa Indonesia."""
    session = session_of(f"docs/id/commands/{file_of(name)}")
    parts = [
        GENERATED,
        f"# kpov {name}\n\n{lookup('id', f'help.short.{name}')}\n",
        *(f"\n## Di terminal\n\n{block(session, example)}" for example in first_example(name)),
        f"\n## Bantuan\n\n{block(session, f'kpov {name} --help')}",
    ]
    if name in GROUPS:
        below = [f"{name} {each}" for each in GROUPS[name]]
        parts.append(f"\n## Perintah\n\n{indonesian_table_of_commands('', below)}")
    if function := function_of(name):
        parts.append("\n## Kolom jawaban\n")
        kinds = records_of(function)
        parts += [indonesian_fields_of(name, kind, alone=len(kinds) == 1) for kind in kinds]
    parts.append("\n[Semua perintah](README.md) · [kode keluar](README.md#kpov-help-exit-codes)")
    parts.append(f" · [English, with the function in Python](../../commands/{file_of(name)})\n")
    return "".join(parts)


def indonesian_fields_of(name: str, kind: type, *, alone: bool) -> str:
    """A table of the fields of a record in Bahasa Indonesia."""
    heading = "" if alone else f"\n### {kind.__name__}\n"
    rows = [
        (
            f"`{field}`",
            content(str(annotation_of(kind, field)), CONTENT_ID, ", boleh kosong"),
            heading_of(name, field, "id"),
        )
        for field in columns(kind)
    ]
    return f"{heading}\n" + table(("kolom", "isi", "judul"), rows)


def first_example(name: str) -> list[str]:
    """The first example of a command's help, if it has any; what is at BPS or kept depends on the day."""
    return [] if name.startswith(("data", "fetch")) else EXAMPLES.get(name, "").splitlines()[:1]


def answer_parts(name: str) -> Iterator[str]:
    """The fields of a command's answer, its exit codes and its function."""
    function = function_of(name)
    if name in GROUPS:
        yield f"\n## Commands\n\n{table_of_commands('', [f'{name} {below}' for below in GROUPS[name]])}"
    if function is None:
        yield f"\n## Exit codes\n\n{exit_codes(name, '')}"
        return
    kinds = records_of(function)
    yield "\n## Fields of the answer\n"
    yield from (fields_of(name, kind, alone=len(kinds) == 1) for kind in kinds)
    yield f"\n## Exit codes\n\n{exit_codes(name, inspect.getdoc(function) or '')}"
    yield f"\n## In Python\n\n{signature(name, function)}\n{docstring(function)}"


def function_of(name: str) -> Callable[..., Any] | None:
    """The public function that answers a command, or None."""
    home = python_home(name)
    function = getattr(import_module(home["module"]), home["function"], None)
    return function if callable(function) else None


def called(name: str) -> str:
    """How Python calls the function of a command, behind ``from kaltim_poverty import ...``."""
    home = python_home(name)
    return f"{home['module']}.{home['function']}".removeprefix("kaltim_poverty.")


def records_of(function: Callable[..., Any]) -> list[type]:
    """The kinds of rows that a function says it returns, or the lists of the catalogue."""
    if function is kaltim_poverty.listing:
        return [kind for kind, _ in PARTS.values()]
    module = vars(import_module(function.__module__))
    named = re.findall(r"\w+", str(inspect.signature(function).return_annotation))
    kinds: list[type] = [module[name] for name in named if is_dataclass(module.get(name))]
    return [kind for kind in kinds if kind is not kaltim_poverty.Answer]


def fields_of(name: str, kind: type, *, alone: bool) -> str:
    """The docstring of a record and a table of its fields."""
    heading = "" if alone else f"\n### {kind.__name__}\n"
    rows = [
        (
            f"`{field}`",
            content(str(annotation_of(kind, field))),
            *(heading_of(name, field, language) for language in LANGUAGES),
        )
        for field in columns(kind)
    ]
    return f"{heading}\n{linked(inspect.getdoc(kind) or '')}\n\n" + table(
        ("field", "content", "heading", "judul"), rows
    )


def annotation_of(kind: type, field: str) -> str:
    """The type of a field as written, of its own class or the one it extends."""
    written = {
        name: text for base in reversed(kind.__mro__) for name, text in inspect.get_annotations(base).items()
    }
    kind_of = written[attribute(field)]
    return getattr(kind_of, "__forward_arg__", str(kind_of))


def content(annotation: str, words: Mapping[str, str] = CONTENT, empty: str = ", may be empty") -> str:
    """What a field holds, in words."""
    kind, _, may_miss = annotation.partition(" | ")
    return words[kind] + (empty if may_miss else "")


def heading_of(command: str, field: str, language: Any) -> str:
    """What a column is called for people."""
    for key in (f"field.{command}.{field}", f"field.{field}", f"field.{field.rpartition('_')[0]}"):
        if known(language, key):
            return lookup(language, key)
    return ""


def exit_codes(name: str, described: str) -> str:
    """The exit codes that a command can end with; those of errors from what its function raises."""
    raised = dict(re.findall(r"^ +(\w+Error): ((?:.|\n +)*?)\.$", described, re.MULTILINE))
    rows = []
    for code, meaning in {0: CODES[0], CONTRADICTION: SAYING_NO.get(name, ""), **CODES}.items():
        why = raised.get(RAISES.get(code, ""), "").removeprefix("for ")
        if (code == CONTRADICTION and name not in SAYING_NO) or (
            code in RAISES and not why and (code != WRONG or described)
        ):
            continue
        rows.append((str(code), " ".join(why.split()) if why and code != REFUSED else meaning))
    return table(("code", "when"), rows)


def signature(command: str, function: Callable[..., Any]) -> str:
    """The call of the function of a command, an argument a line."""
    parameters = []
    starred = False
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            parameters.append("    *,\n")
            starred = True
        default = "" if parameter.default is parameter.empty else f"={parameter.default!r}"
        parameters.append(f"    {parameter.name}{default},\n")
    name = function.__name__
    call = ("\n" if parameters else "") + "".join(parameters).replace("'", '"')
    return f"```python\nfrom {python_home(command)['module']} import {name}\n\n{name}({call})\n```\n"


def docstring(function: Callable[..., Any]) -> str:
    """The docstring of a function as Markdown: its first paragraphs, then lists."""
    out, section = [], ""
    for line in unfolded(inspect.getdoc(function) or ""):
        if line.endswith(":") and not line.startswith(" "):
            section = line
            out.append(f"{'Arguments' if line == 'Args:' else line[:-1]}:\n")
        elif line.startswith("    ") and section == "Returns:":
            out.append(linked(line.strip()))
        elif line.startswith("    "):
            name, _, text = line.strip().partition(": ")
            out.append(f"- `{name}`: {linked(text)}")
        else:
            out.append(linked(line))
    return "\n".join(out) + "\n"


def unfolded(text: str) -> list[str]:
    """The lines of a docstring with continued items joined."""
    return re.sub(r"\n {8,}", " ", text).splitlines()


def linked(text: str) -> str:
    """Code marks of docstrings as Markdown has them."""
    return text.replace("``", "`")


REFERENCE = {
    PAGES: (index_page, command_page),
    INDONESIAN_PAGES: (indonesian_index_page, indonesian_command_page),
}


def main(arguments: list[str]) -> int:
    """Write or check the documents; 1 if one is stale."""
    named = [Path(argument).resolve() for argument in arguments if not argument.startswith("-")]
    treat = compare if "--check" in arguments else write
    stale = 0
    for document in named or documents():
        name = str(document.relative_to(ROOT))
        if lacking := missing_tools(current(document)):
            sys.stdout.write(f"left out {name}: it needs {', '.join(lacking)}\n")
        elif (old := current(document)) != (new := wanted(document)):
            stale += treat(name, old, new)
    for picture in [file for file in PICTURES if not is_current(file)]:
        stale += treat_picture(picture, checked="--check" in arguments)
    if stale:
        sys.stdout.write(f"{stale} stale documents: run python docs/generate.py\n")
    return 1 if stale else 0


def compare(name: str, old: str, new: str) -> int:
    """Show how a document is stale; that makes one."""
    lines = unified_diff(old.splitlines(), new.splitlines(), name, f"{name} (generated)", lineterm="")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1


def treat_picture(file: Path, *, checked: bool) -> int:
    """Say that a picture is stale, which makes one, or write it."""
    sys.stdout.write(f"{'stale' if checked else 'wrote'} {file.relative_to(ROOT)}\n")
    if not checked:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(PICTURES[file])
    return int(checked)


def write(name: str, _old: str, new: str) -> int:
    """Write a document; that leaves none stale."""
    (ROOT / name).parent.mkdir(exist_ok=True)
    (ROOT / name).write_text(new, encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
