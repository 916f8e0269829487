"""The `skoleporten` command. Each command is a module that is imported only when it is asked for."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from skoleporten.rules.errors import SkoleportenError

DONE, REFUSED, WRONG_USE, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 130


@dataclass(frozen=True)
class Command:
    """`module` has add_arguments(parser) and run(arguments) -> exit code."""

    module: str
    words: str


COMMANDS = {
    "check": Command("skoleporten.cli.check", "find the absence to follow up in attendance files; the main job"),
    "simulate": Command("skoleporten.cli.simulate", "make a made-up municipality to try things on"),
    "import": Command("skoleporten.cli.import_", "read attendance files into the database"),
    "import-people": Command("skoleporten.cli.import_people", "read staff and guardians, and say who gains access"),
    "demo": Command("skoleporten.cli.demo", "serve a made-up municipality"),
    "serve": Command("skoleporten.cli.serve", "serve the web pages and do the jobs"),
    "manage": Command("skoleporten.cli.manage", "make an administrator, and other work on the database"),
    "catalogue": Command("skoleporten.cli.catalogue", "write down the texts of the pages for a translator"),
    "audit": Command("skoleporten.cli.audit", "verify the log of what was done and read"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Ends with 0 done, 1 refused, 2 wrong use or 3 a fault of ours."""
    given = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    try:
        return _run(given)
    except SkoleportenError as error:
        print(f"skoleporten: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("skoleporten: stopped before it was done; nothing was kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has had enough. Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        return _tell_of_file(error, debug="--debug" in given)
    except Exception as error:  # noqa: BLE001 - the last line of defence: every fault of ours gets words and an exit code
        _tell_our_fault(error, debug="--debug" in given)
        return OUR_FAULT


def _run(given: list[str]) -> int:
    parser = _parser(next((word for word in given if word in COMMANDS), None))
    try:
        arguments = parser.parse_args(given)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else WRONG_USE
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return WRONG_USE
    module = importlib.import_module(COMMANDS[arguments.command].module)
    code: int = module.run(arguments)
    sys.stdout.flush()
    return code


def _parser(asked: str | None) -> argparse.ArgumentParser:
    """Only the command that was asked for is imported and knows its arguments."""
    parser = argparse.ArgumentParser(
        prog="skoleporten", description="Follow-up of worrying school absence.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, command in COMMANDS.items():
        own = commands.add_parser(name, help=command.words, description=command.words, allow_abbrev=False)
        own.add_argument("--debug", action="store_true", help="show the traceback when something goes wrong")
        if name == asked:
            importlib.import_module(command.module).add_arguments(own)
    return parser


def _speak_utf8() -> None:
    """Files and pipes get UTF-8 whatever the locale is; a terminal that lacks a letter shows a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _tell_of_file(error: OSError, *, debug: bool) -> int:
    """A file that may not be read or written is for the reader to mend; anything else is a fault of ours."""
    if error.filename is None or debug:
        _tell_our_fault(error, debug=debug)
        return OUR_FAULT
    print(
        f"skoleporten: {error.filename}: {error.strerror}. Check that it is there and that you may use it.",
        file=sys.stderr,
    )
    return REFUSED


def _tell_our_fault(error: Exception, *, debug: bool) -> None:
    if debug:
        traceback.print_exception(error)
    elif isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        print("skoleporten: there is not enough memory for this. Give fewer files at a time.", file=sys.stderr)
    else:
        print(
            f"skoleporten: a fault of ours ({type(error).__name__}). Nothing was kept. Run again with --debug and "
            "report what it shows; leave out names and ids.",
            file=sys.stderr,
        )


if __name__ == "__main__":
    sys.exit(main())
