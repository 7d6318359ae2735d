"""The command line: a thin face over the library, one module per command.

Exit codes: 0 fine, 2 bad input, 64 wrong usage, 70 internal error, 130 after Ctrl-C; a verdict may have its own.
Results go to stdout, progress and messages to stderr; no error shows a traceback.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated, Any, cast

import typer

import exactrelu
from exactrelu.cli import (
    certificates,
    convert,
    decide,
    demo,
    estimate,
    evaluate,
    explain,
    plot,
    regions,
    shallow,
    teach,
)
from exactrelu.cli.output import one_line
from exactrelu.errors import ExactReluError

__all__ = ["main"]

PROGRAM = "exactrelu"
FINE, BAD_INPUT, WRONG_USAGE, INTERNAL_ERROR, INTERRUPTED, OUTPUT_CLOSED = 0, 2, 64, 70, 130, 141

# Typer re-exports BadParameter only, and its base class lies in click or in Typer itself, depending on the release.
UsageError = cast(type[Exception], typer.BadParameter.__mro__[1])

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Exact linear regions of deep ReLU networks, and the shallow network that equals a deep one everywhere.",
)
app.command("demo")(demo.command)
app.command("shallow")(shallow.command)
app.command("regions")(regions.command)
app.command("estimate")(estimate.command)
app.command("eval")(evaluate.command)
app.command("convert")(convert.command)
app.command("certify")(certificates.certify_command)
app.command("check")(certificates.check_command)
app.command("equal")(certificates.equal_command)
app.command("decide")(decide.command)
app.command("plot")(plot.command)
app.command("explain")(explain.command)
app.command("teach")(teach.command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{PROGRAM} {exactrelu.__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command, given as a list of words (by default those of the process), and returns its exit code.

    >>> main(["eval", "no-such-file.json", "--at", "1"])
    2
    """
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    finally:
        _discard_unwritten()


def _run(words: list[str]) -> int:
    # A copy of the words, since the parser takes them out of its list.
    # The context is entered here, and not by Typer's own main: that would turn Ctrl-C and a closed pipe into
    # other exceptions and exit codes, from release to release.
    command = typer.main.get_command(app)
    try:
        with command.make_context(PROGRAM, list(words) or ["--help"]) as context:
            command.invoke(context)
        if sys.stdout is not None:
            sys.stdout.flush()
    except typer.Exit as stop:
        return int(stop.exit_code) if words else WRONG_USAGE
    except UsageError as error:
        return _complain(_usage(error), WRONG_USAGE)
    except KeyboardInterrupt:
        return _complain("interrupted", INTERRUPTED)
    except (BrokenPipeError, SystemExit):
        # SystemExit is Rich's answer to a closed pipe; nothing else here raises it.
        return OUTPUT_CLOSED
    except ExactReluError as error:
        return _complain(one_line(error), BAD_INPUT)
    except OSError as error:
        return _complain(_system(error), BAD_INPUT)
    except MemoryError:
        return _complain("out of memory: look at a part of the space with --box or --domain", BAD_INPUT)
    except Exception as error:
        return _complain(_bug(error), INTERNAL_ERROR)
    return FINE


def _complain(message: str, code: int) -> int:
    typer.echo(f"{PROGRAM}: {message}", err=True)
    return code


def _usage(error: Any) -> str:
    path = error.ctx.command_path if error.ctx is not None else PROGRAM
    return f"{one_line(error.format_message()).rstrip('.')}; see '{path} --help'"


def _system(error: OSError) -> str:
    reason = error.strerror or one_line(error) or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename is not None else one_line(reason)


def _bug(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
    return (
        f"internal error, {type(error).__name__}{place}: {one_line(error)}; "
        "this is a bug: please report this line, with the command and its input, on the project's issue tracker"
    )


def _discard_unwritten() -> None:
    """Lets nothing be flushed at exit that stdout has refused: Python would print a traceback then."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
