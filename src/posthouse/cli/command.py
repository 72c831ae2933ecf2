"""What every command shares: its help with examples, ``--json`` and ``--debug``, and the production it works on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.production_option import with_production
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.studio import Film

PRODUCTION = click.argument("production", type=click.Path(path_type=Path), default=".")
"""A folder with ``production.yaml``, or a YAML file; the current folder if left out."""
CORES = click.option("--cores", type=click.IntRange(1, 1024), metavar="N", help="Keep at most N cores busy.")


def house_command(name: str, *, examples: str) -> Callable[[Callable[..., None]], click.Command]:
    """Return a decorator that makes a function the command of that name, with the options all commands have.

    Where a word of it may name a production, ``--production`` may too.
    """

    def decorate(function: Callable[..., None]) -> click.Command:
        for option in (_flag("debug", "Show the traceback of an internal error."), _flag("json", "Answer in JSON.")):
            function = option(function)
        epilog = "\b\nExamples:\n" + "\n".join(f"  {line.strip()}" for line in examples.strip().splitlines())
        return with_production(click.command(name, epilog=epilog)(function))

    return decorate


def _flag(name: str, help_text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def keep(context: click.Context, _option: click.Parameter, value: Any) -> None:
        context.find_root().meta[name] = bool(value)

    return click.option(f"--{name}", is_flag=True, expose_value=False, is_eager=True, callback=keep, help=help_text)


def opened(path: Path | str, *, cores: int | None = None) -> Film:
    """Open the production at a path."""
    from posthouse.media.guarded import get_ready  # late, as all of a command

    get_ready()
    from posthouse.studio import open_film  # late: the crafts take most of a second to import

    return open_film(path, cores=cores)


def split_production(words: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
    """Return the production and the other words of a command: the first word may name a production.

    A word names one if it is a folder with one, begins as a path, names something that is there, or ends in .yaml or
    .yml; ``brawl/punch`` is a shot in a sequence.

    Raises:
        ProductionError: the first word names none, and there is none here.
    """
    if words and _names_production(words[0]):
        return Path(words[0]), words[1:]
    if words and not Path("production.yaml").is_file():
        cause = f"there is no production here, and {words[0]} is none"
        raise ProductionError(cause, hint="check the path, or make one with: posthouse new NAME")
    return Path(), words


def _names_production(word: str) -> bool:
    is_path = word.startswith((".", "/", "~")) or word.endswith("/") or ("/" in word and Path(word).exists())
    return is_path or word.endswith((".yaml", ".yml")) or (Path(word) / "production.yaml").is_file()
