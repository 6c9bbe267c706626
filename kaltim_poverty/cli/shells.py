"""Completion put where a shell finds it: its script in a file, and a line that reads it in its settings."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from kaltim_poverty.cli.files import write_file
from kaltim_poverty.cli.table import SHELLS
from kaltim_poverty.errors import InputError, system_reason
from kaltim_poverty.inputs.choices import choice

APPLICATION = "kpov"
MARK = "# kpov completion"
POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName kpov -ScriptBlock {
    param($word, $line, $position)
    $before = $line.ToString().Substring(0, [Math]::Min($position, $line.ToString().Length))
    $env:_KPOV_COMPLETE = 'powershell_complete'
    $env:COMP_WORDS = $before
    $env:COMP_CWORD = $word
    try {
        kpov | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
        }
    } finally {
        Remove-Item Env:_KPOV_COMPLETE, Env:COMP_WORDS, Env:COMP_CWORD -ErrorAction SilentlyContinue
    }
}
"""


class Installed(NamedTuple):
    """Where completion was put.

    Attributes:
        script: the file with the script.
        settings: the files that read it; none where the shell finds it itself.
    """

    script: str
    settings: tuple[str, ...]


def install(shell: str) -> Installed:
    """Put the completion of a shell where it finds it; a second time changes nothing.

    Raises:
        UsageError: if there is no such shell.
        InputError: if its settings cannot be read.
        OutputError: if a file cannot be written.
    """
    name = choice("--install", shell, SHELLS)
    script = script_file(name)
    write(script, script_of(name))
    settings = settings_of(name)
    for file in settings:
        add_line(file, line_of(name, script))
    return Installed(script, settings)


def script_of(shell: str) -> str:
    """The script that makes a shell ask kpov."""
    if shell == "powershell":
        return POWERSHELL
    from click.shell_completion import get_completion_class

    from kaltim_poverty.cli.root import ROOT

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click knows these three
    return kind.source_template % kind(ROOT, {}, APPLICATION, "_KPOV_COMPLETE").source_vars()


def script_file(shell: str) -> str:
    """The file with the script."""
    if shell == "fish":
        return os.path.join(config_folder(), "fish", "completions", f"{APPLICATION}.fish")
    ending = "ps1" if shell == "powershell" else shell
    return os.path.join(config_folder(), APPLICATION, f"completion.{ending}")


def settings_of(shell: str) -> tuple[str, ...]:
    """The files that a shell reads when it starts; fish finds the script itself."""
    home = os.path.expanduser("~")
    if shell == "bash":
        return (os.path.join(home, ".bashrc"),)
    if shell == "zsh":
        return (os.path.join(os.environ.get("ZDOTDIR") or home, ".zshrc"),)
    if shell == "fish":
        return ()
    profile = "Microsoft.PowerShell_profile.ps1"
    if sys.platform != "win32":
        return (os.path.join(config_folder(), "powershell", profile),)
    documents = os.path.join(home, "Documents")
    return tuple(os.path.join(documents, name, profile) for name in ("PowerShell", "WindowsPowerShell"))


def line_of(shell: str, script: str) -> str:
    """The line that reads the script."""
    quoted = "'" + script.replace("'", "''" if shell == "powershell" else "'\\''") + "'"
    if shell == "zsh":
        return f"(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit; }}; . {quoted}  {MARK}"
    return f". {quoted}  {MARK}"


def add_line(file: str, line: str) -> None:
    """Add a line at the end of a file, in place of the one that was added before.

    Raises:
        InputError: if the file cannot be read.
        OutputError: if it cannot be written.
    """
    try:
        with open(file, encoding="utf-8", newline="") as opened:
            text = opened.read()
    except FileNotFoundError:
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else "UTF-8"
        raise InputError("unreadable", file=file, reason=reason) from None
    others = [each for each in text.splitlines(keepends=True) if MARK not in each]
    end = "\n" if others and not others[-1].endswith("\n") else ""
    wanted = "".join([*others, end, line, "\n"])
    if wanted != text:
        write(file, wanted)


def write(file: str, text: str) -> None:
    """Write a file whose folder may be missing.

    Raises:
        OutputError: if that fails.
    """
    from kaltim_poverty.errors import OutputError

    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
    except OSError as error:
        raise OutputError("cannot_write", file=file, reason=system_reason(error)) from None
    write_file(file, text.encode())


def config_folder() -> str:
    """Where programs have their settings."""
    if sys.platform == "win32":
        return os.environ.get("APPDATA") or os.path.expanduser("~")
    return os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")


__all__ = ["SHELLS", "Installed", "install"]
