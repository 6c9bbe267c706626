"""Completion for PowerShell, which click does not have."""

from __future__ import annotations

import os
from typing import ClassVar

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string

from kaltim_poverty.cli.shells import POWERSHELL


class PowerShellComplete(ShellComplete):
    """Answers TAB in PowerShell: a line for each item, its help behind a tab."""

    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = POWERSHELL.replace("%", "%%")

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is begun, and that one."""
        words = split_arg_string(os.environ["COMP_WORDS"])[1:]
        begun = os.environ["COMP_CWORD"]
        return (words[:-1] if begun and words and words[-1] == begun else words), begun

    def format_completion(self, item: CompletionItem) -> str:
        """An item for PowerShell."""
        return f"{item.value}\t{item.help or ''}"


add_completion_class(PowerShellComplete)
