"""Where the process of ``kpov`` begins: nothing is imported before an interruption ends it without a word."""

OBJECTS = 100_000  # between two looks; at the 700 of Python they take 6 of 92 ms of a question in a pipe


def main() -> int:
    """Run the command line of the process; its exit code."""
    exit_on_interrupt()
    look_rarely_for_garbage()
    from kaltim_poverty.cli.main import main as run

    return run()


def exit_on_interrupt() -> None:
    """Let Ctrl-C end the process silently, where Python would print a traceback.

    `signal` itself imports what takes longer than all before it.
    """
    import _signal  # type: ignore[import-not-found] # of the interpreter, without types

    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)


def look_rarely_for_garbage() -> None:
    """Have Python look for unused objects in cycles after many new ones: imports and answers leave few."""
    import gc

    gc.set_threshold(OBJECTS)
