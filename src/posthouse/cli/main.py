"""The front door: finds the command, runs it, and turns whatever happens into words and an exit code."""

from __future__ import annotations

import importlib
import keyword
import signal
import sys
from difflib import get_close_matches
from typing import NoReturn, cast, final

import click

from posthouse.cli.exits import MEANINGS, Exit

COMMANDS = (
    "new",
    "import",
    "export",
    "check",
    "plan",
    "build",
    "jobs",
    "frame",
    "play",
    "proxies",
    "probe",
    "conform",
    "why",
    "markers",
    "assemble",
    "sync",
    "detect",
    "tighten",
    "switch",
    "reframe",
    "set",
    "edit",
    "diff",
    "merge",
    "recut",
    "turnover",
    "relink",
    "prove",
    "clean",
    "doctor",
    "schema",
    "demo",
)
"""In the order they are shown; the command ``x`` is ``command`` of the module ``x``."""
_HELP = """A post house in software: from a text and footage to a finished film, rebuilt by the chunk.

\b
posthouse demo          make a film from nothing, and see
posthouse new harbour   begin a production
posthouse COMMAND -h    every command, with examples
"""
_CODES = "\b\nExit codes:\n" + "\n".join(f"  {code.value:>3}  {meaning}" for code, meaning in MEANINGS.items())


@final
class House(click.Group):
    """The group of all commands; a command's file is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or refuse a name that is none."""
        if cmd_name not in COMMANDS:
            near = get_close_matches(cmd_name, COMMANDS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command {cmd_name!r}; {hint}", ctx)
        return cast("click.Command", importlib.import_module(f"posthouse.cli.{_module(cmd_name)}").command)


def _module(command: str) -> str:
    """Return the module of a command: ``import`` is a word of Python, so its module is ``import_``."""
    return f"{command}_" if keyword.iskeyword(command) else command


def _show_version(context: click.Context, _option: click.Parameter, value: object) -> None:
    if value:
        from importlib.metadata import version  # slow to import: only where a version is asked for

        click.echo(f"posthouse {version('posthouse')}")
        context.exit()


@click.group(
    cls=House,
    help=_HELP,
    epilog=_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help="Show the version."
)
def house() -> None:
    """Run no command: the group itself."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit. To be terminated is to be interrupted: it ends as cleanly as by Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> Exit:
    """Run the command line and return its exit code; nothing is raised, whatever happens."""
    as_json = "--json" in arguments
    try:
        code = house.main(args=arguments, prog_name="posthouse", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return _interrupted(as_json=as_json)
    except click.ClickException as error:
        return _usage(error, as_json=as_json)
    except Exception as error:  # noqa: BLE001 - the top loop: everything becomes words and a code
        return _failed(error, as_json=as_json, debug="--debug" in arguments)
    return Exit(code) if isinstance(code, int) else Exit.OK  # click returns what a command exited with


def _interrupted(*, as_json: bool) -> Exit:
    from posthouse.cli.answer import write_json  # late, as all of an answer

    if as_json:
        write_json({"ok": False, "exit_code": int(Exit.INTERRUPTED), "error": "Interrupted", "cause": "interrupted"})
    else:
        click.echo("interrupted; finished work is kept, the next build goes on from there", err=True)
    return Exit.INTERRUPTED


def _usage(error: click.ClickException, *, as_json: bool) -> Exit:
    from posthouse.cli.answer import write_json

    cause = error.format_message()
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and not as_json:
        click.echo(cause, err=True)  # the help itself
        return Exit.PRODUCTION
    if as_json:
        write_json({"ok": False, "exit_code": int(Exit.PRODUCTION), "error": "UsageError", "cause": cause, "hint": ""})
        return Exit.PRODUCTION
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "posthouse"
    click.secho("error: ", err=True, fg="red", nl=False)
    click.echo(f"{cause}\n       see: {path} --help", err=True)
    return Exit.PRODUCTION


def _failed(error: Exception, *, as_json: bool, debug: bool) -> Exit:
    from posthouse.cli.answer import tell_error, tell_surprise
    from posthouse.cli.exits import exit_of
    from posthouse.errors import InternalError, MediaError, PosthouseError

    if isinstance(error, OSError) and not isinstance(error, PosthouseError):
        where = f"{error.filename}: " if error.filename else ""
        error = MediaError(f"{where}{error.strerror or error}", hint="is the disk full, or not writable?")
    code = exit_of(error)
    if not isinstance(error, PosthouseError) or isinstance(error, InternalError):
        tell_surprise(error, code, as_json=as_json, debug=debug)
        return code
    if debug:
        import traceback

        traceback.print_exception(error)
    tell_error(error, code, as_json=as_json)
    return code
