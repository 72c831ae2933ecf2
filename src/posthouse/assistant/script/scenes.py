"""The scenes of a screenplay in order: number, heading, length, what happens."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.assistant.script.fountain import ElementKind, read_fountain
from posthouse.assistant.script.pages import EIGHTH_SECONDS, nearest_eighths
from posthouse.assistant.script.slates import plain_scene

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from posthouse.assistant.script.fountain import Element

_LIKE_A_HEADING = re.compile(r"(INT|EXT|EST|I/E)[./ ]")
_EMPHASIS = re.compile(r"(?<!\\)[*_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One scene."""

    number: str
    """As the script has it, or counted from 1 where it has no numbers."""
    heading: str
    line: int
    eighths: int
    action: str = ""
    """The first thing that happens, on one line."""

    @property
    def seconds(self) -> Fraction:
        """Return how long the scene is held to last."""
        return self.eighths * EIGHTH_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Screenplay:
    """A screenplay's title, its scenes in order, and what one should know of how it was read."""

    title: str
    scenes: tuple[Scene, ...]
    notes: tuple[str, ...] = ()


def screenplay_of(text: str) -> Screenplay:
    """Return the scenes of a Fountain screenplay."""
    title, elements = read_fountain(text)
    starts = [at for at, each in enumerate(elements) if each.kind is ElementKind.SCENE_HEADING]
    parts = [elements[start:end] for start, end in itertools.pairwise([*starts, len(elements)])]
    numbers = _numbers([part[0].number for part in parts])
    scenes = tuple(_scene(part, number) for part, number in zip(parts, numbers, strict=True))
    return Screenplay(title=_plain(title.get("title", "")), scenes=scenes, notes=tuple(_notes(elements, parts)))


def _scene(part: Sequence[Element], number: str) -> Scene:
    actions = [each.text for each in part if each.kind is ElementKind.ACTION]
    return Scene(
        number=number,
        heading=_plain(part[0].text),
        line=part[0].line,
        eighths=nearest_eighths(part),
        action=_plain(actions[0]) if actions else "",
    )


def _numbers(written: Sequence[str]) -> list[str]:
    """Return a number for every scene: as written, else one more than the last whole one; none twice."""
    taken = {plain_scene(number) for number in written if number}
    found: list[str] = []
    last = 0
    for number in written:
        if not number:
            last += 1
            while str(last) in taken:
                last += 1
            taken.add(str(last))
        else:
            last = max(last, int(re.sub(r"\D.*", "", number) or last))
        found.append(number.rstrip(".") or str(last))
    return found


def _notes(elements: Sequence[Element], parts: Sequence[Sequence[Element]]) -> list[str]:
    notes: list[str] = []
    unnumbered = sum(not part[0].number for part in parts)
    if unnumbered:
        what = "scenes have no number" if unnumbered > 1 else "scene has no number"
        notes.append(f"{unnumbered} {what} in the script: counted in order; number them as INT. HOUSE - DAY #12#")
    for each in elements:
        first = each.text.split("\n", 1)[0]
        if each.kind in {ElementKind.ACTION, ElementKind.CHARACTER} and _LIKE_A_HEADING.match(first):
            notes.append(f"line {each.line}: {first!r} is no scene: a heading has an empty line before and after it")
    return notes


def _plain(text: str) -> str:
    return " ".join(_EMPHASIS.sub("", text).replace("\\", "").split())
