"""Programme times that the programme's rate does not have: frame 24 at 24 frames per second, drop-frame at 25."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.fields import Anchor, AnchorKind
from posthouse.production import raw
from posthouse.production.finding import Finding
from posthouse.timing import Length, Rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.tree import Path, Plain

_PROGRAMME_TIMES = frozenset(
    {"for", "gap", "length", "dissolve", "dip", "wipe", "fade_in", "fade_out", "lead", "trail", "at"}
)


def time_findings(document: Plain) -> Iterator[Finding]:
    """Yield every programme timecode whose label does not exist at the programme's rate."""
    try:
        rate = Rate.parse(raw.at(document, "format", "rate"))  # type: ignore[arg-type] # parse refuses what is no rate
    except ValueError:
        return
    for path, text in _times(document, ()):
        if problem := _problem(text, rate, is_anchor=path[-1] == "at"):
            cause, _, hint = problem.partition("; ")
            yield Finding(path, f"{text}: {cause}", hint)


def _times(value: Plain, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, dict | list):
                yield from _times(item, (*path, key))
            elif isinstance(item, str) and key in _PROGRAMME_TIMES and (":" in item or ";" in item):
                yield (*path, key), item
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict | list):
                yield from _times(item, (*path, index))


def _problem(text: str, rate: Rate, *, is_anchor: bool) -> str:
    try:
        anchor = Anchor.parse(text) if is_anchor else None
        length = anchor.offset if anchor else Length.parse(text)
    except ValueError:
        return ""  # the field itself says so
    if anchor and anchor.kind is AnchorKind.SOURCE:
        return ""
    try:
        length.nearest_frames(rate)
    except ValueError as problem:
        return str(problem)
    return ""
