"""``posthouse clean``: make room in a production's store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say
from posthouse.cli.command import PRODUCTION, house_command, opened

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build import Cleaning

_AGE = re.compile(r"(\d+(?:\.\d+)?)\s*(s|min|m|h|d|w)", re.IGNORECASE)
_AGE_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(b|kb|mb|gb|tb|k|m|g|t)?", re.IGNORECASE)
_SIZE_POWER = {"": 0, "b": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_KEPT_SECONDS = 30 * 86400.0


class _Age(click.ParamType[float]):
    name = "age"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        match = _AGE.fullmatch(str(value).strip())
        if match is None:
            self.fail(f"{value!r} is no age; write 30d, 12h or 2w", param, ctx)
        return float(match[1]) * _AGE_SECONDS[match[2].lower()]


class _Bytes(click.ParamType[int]):
    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        match = _SIZE.fullmatch(str(value).strip())
        if match is None:
            self.fail(f"{value!r} is no size; write 500MB or 20GB", param, ctx)
        return int(float(match[1]) * 1000 ** _SIZE_POWER[(match[2] or "").lower().removesuffix("b")])


@house_command(
    "clean",
    examples="""
    posthouse clean                    what nobody used for 30 days
    posthouse clean --older-than 7d
    posthouse clean harbour --max-size 20GB
    posthouse clean --all
    """,
)
@PRODUCTION
@click.option("--older-than", type=_Age(), metavar="AGE", help="Remove results unused for so long, as 12h or 30d.")
@click.option("--max-size", type=_Bytes(), metavar="SIZE", help="Keep at most so much; least recently used goes first.")
@click.option("--all", "is_all", is_flag=True, help="Remove every result; the next build begins from nothing.")
def command(production: Path, older_than: float | None, max_size: int | None, *, is_all: bool) -> None:
    """Make room in a production's store.

    Says how much was removed. Media and finished files are never touched, and nothing a running build uses.
    """
    if is_all and (older_than is not None or max_size is not None):
        raise click.UsageError("--all takes everything; leave the other options out", click.get_current_context())
    if not is_all and older_than is None and max_size is None:
        older_than = _KEPT_SECONDS
    with opened(production) as film:
        cleaning = film.engine.clean(max_bytes=0 if is_all else max_size, older_than_seconds=older_than)
    facts = {
        "removed": cleaning.removed_count,
        "removed_bytes": cleaning.removed_bytes,
        "kept": cleaning.kept_count,
        "kept_bytes": cleaning.kept_bytes,
    }
    answer(facts, lambda: _show(cleaning))


def _show(cleaning: Cleaning) -> None:
    removed, kept = spelled_bytes(cleaning.removed_bytes), spelled_bytes(cleaning.kept_bytes)
    say(f"{cleaning.removed_count} results removed ({removed}), {cleaning.kept_count} kept ({kept})")


def spelled_bytes(count: int) -> str:
    """Return a number of bytes for people: ``1.5 GB``; decimal units, as disks are sold."""
    amount, units = float(count), ["B", "kB", "MB", "GB", "TB"]
    while amount >= 999.95 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    return f"{count} B" if units[0] == "B" else f"{amount:.1f} {units[0]}"
