"""What the document may say in markers: notes tied to a place, that a recut moves."""

from __future__ import annotations

import enum
from typing import Annotated

from pydantic import Field

from posthouse.fields import Anchor, LengthField, Name, SpecModel

LONGEST_NOTE = 10_000


class MarkerColor(enum.StrEnum):
    """The colors a marker may have; those of OpenTimelineIO."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    CYAN = "cyan"
    BLUE = "blue"
    PURPLE = "purple"
    MAGENTA = "magenta"
    PINK = "pink"
    BLACK = "black"
    WHITE = "white"


class MarkerSpec(SpecModel):
    """A note at a place: ``{marker: fix-1, at: "fleet@00:00:06:00", for: 12f, note: remove the lamp, color: red}``."""

    marker: Name | None = None
    """Its id, unlike all others; left out, marker, marker-2 and so on."""
    at: Anchor
    length: LengthField | None = Field(default=None, alias="for")
    """How long what it speaks of lasts; left out, one moment."""
    name: Annotated[str, Field(max_length=1000)] = ""
    """A word or two, as lists show it."""
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    color: MarkerColor | None = None
    author: Annotated[str, Field(max_length=1000)] = ""
    """Who wrote it."""

    @property
    def id(self) -> str:
        """Return the marker's id; a document that was read has one for every marker."""
        assert self.marker is not None, "ids are given when the document is read"
        return self.marker
