"""The user's token of BPS's service: from the environment, or from a file that nobody else can read."""

from __future__ import annotations

import os
import re
import stat
import sys

from kaltim_poverty.errors import InputError, UsageError, system_reason

VARIABLE = "KPOV_BPS_TOKEN"
SHAPE = re.compile(r"[A-Za-z0-9._-]{8,200}")
OTHERS = stat.S_IRWXG | stat.S_IRWXO
APPLICATION, NAME = "kpov", "token"


def config_folder() -> str:
    """Where the settings of kpov are."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or os.path.expanduser(r"~\AppData\Roaming")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Application Support")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return os.path.join(base, APPLICATION)


def read_token() -> str:
    """The token; no error repeats what was written.

    Raises:
        UsageError: if there is none, it has another shape, or its file can be read by others.
        InputError: if the file cannot be read.
    """
    path = os.path.join(config_folder(), NAME)
    token = os.environ.get(VARIABLE, "").strip() or token_in(path)
    if not token:
        raise UsageError("no_token", variable=VARIABLE, file=path)
    if not SHAPE.fullmatch(token):
        raise UsageError("malformed_token", variable=VARIABLE, file=path)
    return token


def token_in(path: str) -> str:
    """The token in a file; empty if there is none.

    Raises:
        UsageError: if others can read the file.
        InputError: if it cannot be read.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:  # editors of Windows write a mark in front
            if sys.platform != "win32" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & OTHERS:
                raise UsageError("open_token", file=path)
            return file.read().strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else "UTF-8"
        raise InputError("unreadable", file=path, reason=reason) from None


__all__ = ["config_folder", "read_token"]
