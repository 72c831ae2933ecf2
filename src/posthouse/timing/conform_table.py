"""The conform of a source as a table that anyone can check: frame, picture, its time, and what is off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.timing.conform import TimedConform

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.timing.conform import ConstantConform
    from posthouse.timing.rate import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformRow:
    """One grid frame: its picture, when that comes on, and how many pictures were left out before it."""

    frame: int
    picture: int
    seconds: Fraction
    error_ms: float
    """When the picture comes on, less when the frame begins."""
    is_repeat: bool
    skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformTable:
    """All grid frames of a source, and what becomes of its pictures."""

    rows: tuple[ConformRow, ...]
    pictures: int

    @property
    def repeated(self) -> int:
        """Return how many frames show the picture of the frame before."""
        return sum(row.is_repeat for row in self.rows)

    @property
    def dropped(self) -> int:
        """Return how many pictures no frame shows."""
        return self.pictures - len({row.picture for row in self.rows})

    @property
    def largest_error_ms(self) -> float:
        """Return how far a picture is from its frame at most."""
        return max((abs(row.error_ms) for row in self.rows), default=0.0)


def conform_table(conform: ConstantConform | TimedConform, grid: Rate) -> ConformTable:
    """Return the table of a source that ends."""
    count = conform.grid_frames
    assert count is not None, "only sources that end have a table"
    rows: list[ConformRow] = []
    before = -1
    for frame in range(count):
        picture = conform.picture_index(frame)
        seconds = conform.picture_seconds(picture)
        rows.append(
            ConformRow(
                frame=frame,
                picture=picture,
                seconds=seconds,
                error_ms=float((seconds - grid.seconds_at(frame)) * 1000),
                is_repeat=picture == before,
                skipped=max(0, picture - before - 1),
            )
        )
        before = picture
    return ConformTable(rows=tuple(rows), pictures=_picture_count(conform))


def _picture_count(conform: ConstantConform | TimedConform) -> int:
    return len(conform.times_ticks) if isinstance(conform, TimedConform) else conform.pictures or 0
