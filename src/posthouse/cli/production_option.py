"""``--production`` (``-p``): every command that works on a production takes it, also where a word may name it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_FIRST_WORD: Final = "[PRODUCTION]"
_OF_MEDIA: Final = "FILE|PRODUCTION:MEDIA"
_NAME: Final = "production_said"


def with_production(command: click.Command) -> click.Command:
    """Return a command that takes ``-p``, where a word of it may name a production; others are as they were."""
    arguments = (param for param in command.params if isinstance(param, click.Argument))
    takes = next((argument for argument in arguments if _takes(argument)), None)
    is_there = any("-p" in param.opts for param in command.params)
    if takes is None or is_there or command.callback is None:
        return command
    said = click.Option(["--production", "-p", _NAME], type=click.Path(path_type=Path), help=_help(takes))
    command.params.append(said)
    command.callback = _handing_on(command.callback, takes)
    return command


def _takes(argument: click.Argument) -> bool:
    metavar = argument.metavar or ""
    return argument.name == "production" or metavar.startswith((_FIRST_WORD, _OF_MEDIA))


def _is_of_media(takes: click.Parameter) -> bool:
    return (takes.metavar or "").startswith(_OF_MEDIA)


def _help(takes: click.Argument) -> str:
    if _is_of_media(takes):
        return "The production the media is of."
    return "The production; here if left out." if takes.nargs == -1 or takes.default else "The production."


def _handing_on(callback: Callable[..., Any], takes: click.Parameter) -> Callable[..., Any]:
    """Return a function that hands the production on as the word it may be named by."""
    name = takes.name or ""

    def run(**said: Any) -> Any:
        production: Path | None = said.pop(_NAME)
        if production is not None:
            said[name] = _word(production, said[name], takes)
        return callback(**said)

    run.__doc__ = callback.__doc__
    return run


def _word(production: Path, said: Any, takes: click.Parameter) -> Any:
    if isinstance(said, tuple):
        is_file = production.suffix in {".yaml", ".yml"}
        others = said[1:] if said and _is_same(said[0], production) else said
        return (str(production) if is_file else f"{production}/", *others)
    if _is_of_media(takes):
        return f"{production}:{said}"
    context = click.get_current_context()
    is_said = context.get_parameter_source(takes.name or "") is click.core.ParameterSource.COMMANDLINE
    if is_said and not _is_same(said, production):
        raise click.UsageError(f"{said} and --production {production} are two productions: name one", context)
    return production if isinstance(said, Path) or said is None else str(production)


def _is_same(word: Any, production: Path) -> bool:
    """Return whether a word names the production that is said anyway."""
    from posthouse.errors import ProductionError
    from posthouse.production.text import production_file

    try:
        return production_file(str(word)).resolve() == production_file(production).resolve()
    except ProductionError:
        return False
