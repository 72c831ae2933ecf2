"""How a command answers: one JSON document, or text for a person; errors too."""

from __future__ import annotations

import json
import sys
import traceback
from typing import TYPE_CHECKING, Any, NoReturn

import click

from posthouse.errors import DocumentProblems, PosthouseError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.console import Console

    from posthouse.cli.exits import Exit
    from posthouse.errors import ProductionError

_PIPE_WIDTH = 500


def wants_json() -> bool:
    """Return whether ``--json`` was given."""
    context = click.get_current_context(silent=True)
    return bool(context and context.find_root().meta.get("json"))


def answer(facts: Mapping[str, Any], show: Callable[[], None]) -> None:
    """Write the facts as JSON if ``--json`` was given, else show them to a person."""
    if wants_json():
        write_json({"ok": True, **facts})
    else:
        show()


def write_json(facts: Mapping[str, Any]) -> None:
    """Write one JSON document to standard output; what JSON does not know is written as text."""
    click.echo(json.dumps(facts, indent=2, default=str, ensure_ascii=False))


def say(text: str = "", *, color: str | None = None) -> None:
    """Write one line to standard output; colored on a terminal only."""
    click.secho(text, fg=color)


def console() -> Console:
    """Return a console for tables: as wide as the terminal; in a pipe so wide that nothing is cut."""
    from rich.console import Console  # slow to import: only for tables

    is_terminal = sys.stdout.isatty()
    return Console(width=None if is_terminal else _PIPE_WIDTH, highlight=False, soft_wrap=not is_terminal)


def table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Write a table; columns named ``>so`` are aligned right."""
    from rich.table import Table  # as above
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        drawn.add_column(column.removeprefix(">"), justify="right" if column.startswith(">") else "left")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console().print(drawn)


def shortened(text: str, longest: int = 90) -> str:
    """Return a text cut to a length that fits a table; what is cut off is marked."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def tell_error(error: PosthouseError, code: Exit, *, as_json: bool) -> None:
    """Tell what went wrong: JSON on standard output, or text on standard error."""
    if as_json:
        write_json({"ok": False, "exit_code": int(code), **error.facts()})
        return
    if isinstance(error, DocumentProblems):
        for problem in error.problems:
            _tell_problem(problem)
        click.echo(error.cause, err=True)
        return
    for failure in getattr(error, "failures", (error,)):
        _tell_problem(failure)


def tell_surprise(error: BaseException, code: Exit, *, as_json: bool, debug: bool) -> None:
    """Tell of an error nobody foresaw, in one line; with its traceback if ``--debug`` was given."""
    if debug:
        traceback.print_exception(error)
    cause = " ".join(f"{type(error).__name__}: {error}".split())
    hint = "please report it, with what the same command prints with --debug"
    if as_json:
        write_json({"ok": False, "exit_code": int(code), "error": "InternalError", "cause": cause, "hint": hint})
    else:
        click.secho(f"internal error: {cause} ({hint})", err=True, fg="red")


def refuse(cause: str, *, hint: str = "") -> NoReturn:
    """Refuse what the command line asks for."""
    raise click.UsageError(f"{cause}; {hint}" if hint else cause)


def _tell_problem(problem: PosthouseError | ProductionError) -> None:
    place = f"{problem.place}: " if problem.place else ""
    click.secho("error: ", err=True, fg="red", nl=False)
    click.echo(f"{place}{problem.cause.strip()}", err=True)
    if problem.hint:
        click.echo(f"       {problem.hint}", err=True)
