"""Ways through the document as people write them: ``cut.opening.in``, ``media.pier.file``, ``cut[0].for``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.production.sentences import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.production.tree import Path, Plain

_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")


def spelled_path(path: Path, ids: Mapping[Path, str]) -> str:
    """Return a path as text; items with ids by their ids: ``cut.opening.in``."""
    text = ""
    for depth, step in enumerate(path):
        name = ids.get(path[: depth + 1], step)
        text += f"[{name}]" if isinstance(name, int) else f"{'.' if text else ''}{name}"
    return text


def parsed_path(path: str | Path, document: Plain, ids: Mapping[Path, str]) -> Path:
    """Return the keys and list positions a path names; steps beyond what is written are kept as they are.

    Raises:
        ProductionError: an id that no item of the list has.
    """
    found: Path = ()
    here = document
    steps = [part[1] or part[2] for part in _STEP.finditer(path)] if isinstance(path, str) else list(path)
    while steps:
        step, taken = _next_step(steps, here, found, ids)
        found, steps = (*found, step), steps[taken:]
        here = _inside(here, step)
    return found


def _next_step(
    steps: list[str] | list[str | int], here: Plain, found: Path, ids: Mapping[Path, str]
) -> tuple[str | int, int]:
    """Return the next step and how many written steps it took: names may hold dots."""
    if isinstance(here, dict):
        for count in range(len(steps), 0, -1):
            key = ".".join(str(step) for step in steps[:count])
            if key in here:
                return key, count
        return str(steps[0]), 1
    if isinstance(here, list):
        return _position(steps, here, found, ids)
    return steps[0], 1


def _position(
    steps: list[str] | list[str | int], here: list[Plain], found: Path, ids: Mapping[Path, str]
) -> tuple[int, int]:
    positions = {ids[(*found, index)]: index for index in range(len(here)) if (*found, index) in ids}
    for count in range(len(steps), 0, -1):
        name = ".".join(str(step) for step in steps[:count])
        if name in positions:
            return positions[name], count
    if str(steps[0]).isdecimal() and int(steps[0]) < len(here):
        return int(steps[0]), 1
    where = ".".join(str(step) for step in found)
    raise ProductionError(f"{where} has no {steps[0]}", hint=nearest(steps[0], positions))


def _inside(here: Plain, step: str | int) -> Plain:
    if isinstance(here, dict):
        return here.get(str(step))
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None
