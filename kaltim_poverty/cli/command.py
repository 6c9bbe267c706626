"""A command that asks one question: its help in both languages, its common options, its answer written."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from kaltim_poverty import __version__
from kaltim_poverty.cli.engines import with_engine
from kaltim_poverty.cli.language import language
from kaltim_poverty.cli.meant import option_meant, range_meant
from kaltim_poverty.cli.memory import check_address_space
from kaltim_poverty.cli.options import Argument, Option, common, flag, word
from kaltim_poverty.cli.output import KEEPS_NOTES, PIPED, Output, output, say_on_stderr
from kaltim_poverty.cli.read_files import check_not_read, check_outputs, check_read_once
from kaltim_poverty.deprecated import entries
from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.lists import split_commas
from kaltim_poverty.words import say
from kaltim_poverty.words.examples import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from kaltim_poverty.deprecated import Deprecated


PYTHON_NAMES = {"list": "listing"}  # list is taken in Python, at the end of any command
PYTHON_HOMES = {
    "report": "report report",
    "fetch": "current fetch",
    "explain": "survey explain",
    "import": "current import_figures",
    "data list": "current list_data",
    "data path": "current data_path",
    **{f"data {name}": f"current {name}" for name in ("forget", "undo", "export")},
}  # where a function has a room of its name
COMMON = ("format", "output", "lang", "digits", "print", "quiet")
OF_OUTPUT = (*COMMON, "chart", "chart_size", "bundle_only")  # what is not part of a question


class Locating(click.Command):
    """Says of which command it is when a command line is wrong: click forgets it for some errors."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the command line."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class Command(Locating):
    """A question: parses its options, hands them over, writes what comes back.

    Args:
        question: the full name of the command, such as ``compare`` or ``programme assess``.
        ask: takes the output and the question's own options that were given.
        params: its own arguments and options.
        piped: the form of the answer in a pipe, if none is asked for.
    """

    def __init__(
        self,
        question: str,
        ask: Callable[..., None],
        params: Sequence[click.Parameter],
        *,
        piped: str = PIPED,
    ) -> None:
        settings = {"help_option_names": ["-h", "--help"], "allow_extra_args": True}
        super().__init__(
            question.rsplit(maxsplit=1)[-1],
            params=[*params, *common(), version()],
            context_settings=settings,
            add_help_option=True,
        )
        self.question = question
        self.ask = ask
        self.piped = piped

    def invoke(self, ctx: click.Context) -> None:
        """Run the question and write the answer; a misplaced argument is pointed to its option."""
        try:
            self.answer(ctx)
        except UsageError as error:
            options = {name for parameter in ctx.command.params for name in parameter.opts}
            meant = option_meant(error, options) or range_meant(error, last_argument(ctx), options)
            error.hint = error.hint or meant
            raise

    def answer(self, ctx: click.Context) -> None:
        """Ask the question and write the answer."""
        if ctx.args:
            raise UsageError("extra_argument", given=ctx.args[0], command=ctx.command_path)
        options = {**(ctx.obj or {}), **given({name: ctx.params.get(name) for name in OF_OUTPUT})}
        question = given(
            {name: value for name, value in ctx.params.items() if name not in (*OF_OUTPUT, "version")}
        )
        add_figures(question, ctx)
        if "programmes" in question:
            question["programmes"] = [part for file in question["programmes"] for part in split_files(file)]
        where = self.destination(options, question)
        if going := self.going(ctx):
            where = announced(where, going, quiet=bool(options.get("quiet")))
        for written in (where.file, question.get("write_design")):
            check_not_read(written, question)
        check_read_once(question)
        if self.question.startswith("survey "):
            runs_on_spark = any(parameter.name == "spark_master" for parameter in self.params)
            question = with_engine(question, f"kpov {self.question}", runs_on_spark=runs_on_spark)
        if self.question.startswith(("survey ", "explain")):
            check_address_space()
            check_outputs(where.file, question)
        with self.figures_of(options):
            self.ask(where, **question)

    def going(self, ctx: click.Context) -> list[Deprecated]:
        """The options that were typed and will be taken away."""
        typed = (each for each in self.params if given({"": ctx.params.get(str(each.name))}))
        return entries(f"{self.question} {name}" for each in typed for name in each.opts)

    def figures_of(self, options: dict[str, Any]) -> AbstractContextManager[None]:
        """The figures that the question looks at: those of the bundle alone, if that was asked for."""
        if not options.get("bundle_only"):
            return nullcontext()
        from kaltim_poverty.published.data_folder import left_out

        return left_out()

    def destination(self, options: dict[str, Any], question: dict[str, Any]) -> Any:
        """Where the answer goes and in which form."""
        del question
        draws = any(parameter.name == "chart_size" for parameter in self.params)
        return output(options, piped=self.piped, draws=draws)

    def get_help_option(self, ctx: click.Context) -> Option:
        """``-h, --help``, explained in the language of the run."""
        return help_option(ctx)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it answers, options, examples, and the function of the same name."""
        write_usage(ctx, formatter)
        write_text(formatter, word(f"command.{self.question}", ""))
        write_options(ctx, formatter)
        write_examples(formatter, self.question)
        if self.question != "help":
            write_text(formatter, say(language(), "help.python", **python_home(self.question)))

    def get_short_help_str(self, limit: int = 45) -> str:
        """The question it answers."""
        del limit
        return word(f"short.{self.question}", "")


def announced(where: Any, going: Sequence[Deprecated], *, quiet: bool) -> Any:
    """The destination of an answer, having said what will be taken away: in JSON, else on stderr."""
    if isinstance(where, Output) and where.form == KEEPS_NOTES:
        return where._replace(going=tuple(going))
    if not quiet:
        notes = [say(language(), "note.deprecated", **each.values()) for each in going]
        say_on_stderr(say(language(), "note.line", text=text) for text in notes)
    return where


def last_argument(ctx: click.Context) -> str:
    """The last positional argument that was given; empty if there is none."""
    names = [parameter.name for parameter in ctx.command.params if isinstance(parameter, Argument)]
    values = [ctx.params[name] for name in names if name and ctx.params.get(name) is not None]
    return str(values[-1]) if values else ""


def python_home(question: str) -> dict[str, str]:
    """The module and the function that answer a question in Python."""
    *rooms, name = PYTHON_HOMES.get(question, question).split()
    return {"module": ".".join(["kaltim_poverty", *rooms]), "function": PYTHON_NAMES.get(name, name)}


def given(values: dict[str, Any]) -> dict[str, Any]:
    """The options that were given."""
    return {name: value for name, value in values.items() if value not in (None, ())}


def add_figures(question: dict[str, Any], ctx: click.Context) -> None:
    """Own figures from ``KPOV_FIGURES`` where none were given; a list with commas is several files."""
    if not any(parameter.name == "figures" for parameter in ctx.command.params):
        return
    files = list(question.get("figures", ())) or os.environ.get("KPOV_FIGURES", "").split(os.pathsep)
    question["figures"] = [part for file in files for part in split_files(file) if part]


def split_files(file: str) -> list[str]:
    """The files of a list with commas; a name that exists is one file, commas and all."""
    return [file] if "," not in file or os.path.exists(file) else split_commas(file)


def version() -> Option:
    """``--version``."""
    option = flag("--version")
    option.is_eager, option.expose_value, option.callback = True, False, print_version
    return option


def print_version(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    """Print the version and stop."""
    del parameter
    if value and not ctx.resilient_parsing:
        click.echo(f"kpov {__version__}")
        ctx.exit()


def help_option(ctx: click.Context) -> Option:
    """The help option with our words."""
    option = Option(
        ctx.help_option_names, is_flag=True, is_eager=True, expose_value=False, callback=print_help
    )
    option.name = "help"
    return option


def print_help(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    """Print the help and stop."""
    del parameter
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


def write_usage(ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the usage line."""
    pieces = [word("options_piece", "[OPTIONS]")]
    pieces += [param.make_metavar(ctx) for param in ctx.command.params if isinstance(param, Argument)]
    if isinstance(ctx.command, click.Group):
        pieces.append(word("command_piece", "COMMAND"))
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{word('usage', 'Usage')}: ")


def write_text(formatter: click.HelpFormatter, text: str) -> None:
    """Write text as paragraphs."""
    for paragraph in filter(None, text.split("\n\n")):
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(paragraph)


def write_options(ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """The options, its own first."""
    options = [param for param in ctx.command.get_params(ctx) if isinstance(param, Option)]
    with formatter.section(word("options", "Options")):
        formatter.write_dl([option.get_help_record(ctx) for option in options])


def write_examples(formatter: click.HelpFormatter, name: str) -> None:
    """Commands that work as printed."""
    with formatter.section(word("examples", "Examples")):
        for line in EXAMPLES[name].splitlines():
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
