"""What the document may say about media whose frames are two fields."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from posthouse.fields import SpecModel
from posthouse.media.facts import FieldOrder
from posthouse.media.reading import Cadence

TAKES = ("auto", "deinterlace", "both", "keep", "remove-pulldown")
Take = Literal["auto", "deinterlace", "both", "keep", "remove-pulldown"]


class FieldsSpec(SpecModel):
    """How pictures are taken from frames that are two fields; a bare word is short for ``{take: word}``."""

    take: Take = "auto"
    """``deinterlace``: one picture a frame, of its first field. ``both``: a picture of each field, twice the rate.
    ``keep``: frames as they are. ``remove-pulldown``: the film pictures that were spread over fields. ``auto``: what
    the file calls interlaced is deinterlaced (``both`` where the programme runs at twice its rate), all else kept."""
    order: Literal[FieldOrder.TOP, FieldOrder.BOTTOM] | None = None
    """Which field was first in time, instead of what the file says."""
    cadence: Literal[Cadence.PULLDOWN_2_3, Cadence.PULLDOWN_2_3_3_2, Cadence.PULLDOWN_2_2] | None = None
    """Which pulldown to remove; left out, it is found in the pictures, breaks and all."""
    phase: Annotated[int, Field(ge=0, le=4)] | None = None
    """Where in its cycle the first frame is: 0 is the frame that holds the first two fields of a film picture A."""

    @model_validator(mode="after")
    def _check_pulldown(self) -> Self:
        if self.cadence is not None and self.take != "remove-pulldown":
            raise ValueError(f"a cadence belongs to remove-pulldown; write take: remove-pulldown, not {self.take}")
        if self.phase is not None and self.cadence is None:
            raise ValueError("a phase belongs to a cadence; write cadence: 2-3 beside it")
        if self.cadence is Cadence.PULLDOWN_2_2 and (self.phase or 0) > 1:
            raise ValueError(f"cadence 2-2 has the phases 0 and 1, not {self.phase}")
        return self


def _as_mapping(written: object) -> object:
    if not isinstance(written, str):
        return written
    if written not in TAKES:
        raise ValueError(f"{written!r} is no way to take fields; there are {', '.join(TAKES)}")
    return {"take": written}


MediaFields = Annotated[FieldsSpec, BeforeValidator(_as_mapping, json_schema_input_type=Take | FieldsSpec)]
"""``fields:`` of a media."""
