"""A YAML document as plain values, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from posthouse.production.scalars import Scalar

Plain: TypeAlias = "Scalar | list[Plain] | dict[str, Plain]"
"""A value as YAML gives it; keys are always text."""
Path = tuple[str | int, ...]
"""The way from the document to a value: keys and places in lists."""


class Mark(Protocol):
    """A place in the text, counted from 0."""

    line: int
    column: int
    index: int


class Spot(NamedTuple):
    """Where a value stands, where its key does, and the spots of what is in it."""

    start: Mark
    end: Mark
    key: Mark | None = None
    parts: dict[str, Spot] | list[Spot] | None = None
    is_flow: bool = False

    def at(self, step: str | int) -> Spot | None:
        """Return the spot of one part."""
        if isinstance(self.parts, dict):
            return self.parts.get(str(step))
        if isinstance(self.parts, list) and isinstance(step, int) and 0 <= step < len(self.parts):
            part: Spot = self.parts[step]
            return part
        return None


class YamlProblem(NamedTuple):
    """One thing wrong with the text itself; line and column from 0."""

    cause: str
    hint: str
    line: int
    column: int
    path: Path = ()


@dataclass(kw_only=True)
class Tree:
    """The value of a document, the spot of its root, and what was wrong with its YAML."""

    value: Plain = None
    root: Spot | None = None
    problems: list[YamlProblem] = field(default_factory=list)
    is_broken: bool = False
    """Reading stopped before the end, so the value is not all there."""

    def nearest_spot(self, path: Path) -> tuple[Spot | None, int]:
        """Return the spot at a path, or of the closest value around it, and how many steps were found."""
        spot = self.root
        for depth, step in enumerate(path):
            inner = spot.at(step) if spot else None
            if inner is None:
                return spot, depth
            spot = inner
        return spot, len(path)
