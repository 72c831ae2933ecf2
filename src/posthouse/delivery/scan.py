"""How the lines of a deliverable are shown: all at once, or a field at a time."""

from __future__ import annotations

import enum

from posthouse.media.facts import FieldOrder


class Scan(enum.StrEnum):
    """A picture at once, or its two fields one after the other (ITU-R BT.709-6, part 2: 50i, 60i)."""

    PROGRESSIVE = "progressive"
    INTERLACED_TOP = "interlaced-top"
    INTERLACED_BOTTOM = "interlaced-bottom"

    @property
    def fields(self) -> FieldOrder:
        """Return which field is shown first."""
        return _ORDERS[self]


_ORDERS = {
    Scan.PROGRESSIVE: FieldOrder.PROGRESSIVE,
    Scan.INTERLACED_TOP: FieldOrder.TOP,
    Scan.INTERLACED_BOTTOM: FieldOrder.BOTTOM,
}
