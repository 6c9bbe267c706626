"""Files that nothing can read: what a package says of them is English, and for programmers."""

from __future__ import annotations

from kaltim_poverty.errors import InputError, system_reason


def damaged_file(file: str) -> InputError:
    """The error for a file that a package or the engine cannot read.

    Args:
        file: its path, or what sentences call a stream or several files.
    """
    try:
        with open(file, "rb"):
            pass
    except FileNotFoundError:  # it has no path of its own
        pass
    except OSError as error:
        return InputError("unreadable", file=file, reason=system_reason(error))
    return InputError("damaged_file", file=file)


__all__ = ["damaged_file"]
