"""What each field of an interlaced deliverable shows: its own moment of every shot.

Footage of the same order that nothing touches keeps its fields as they are. Other interlaced footage is seen field by
field; progressive footage stands still for both fields where its rate is the programme's (PsF), and gets the pulldown
its rate asks for where it is not: 24 pictures at 30 frames lie on 2, 3, 2, 3 fields.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial import Shot
from posthouse.media.reading import FieldReading
from posthouse.pixels import Footage
from posthouse.pixels.resample import is_identity

if TYPE_CHECKING:
    from posthouse.editorial import Chunk
    from posthouse.media.facts import FieldOrder
    from posthouse.pixels import Stack
    from posthouse.signal import PictureFormat
    from posthouse.studio.footage import FootageSource
    from posthouse.timing import FrameRange

FIELD_TIMES = (Fraction(1, 4), Fraction(3, 4))
"""The middle of each field, in frames from the start of its frame."""


def seen_by_field(footage: FootageSource, order: FieldOrder) -> FootageSource:
    """Return footage as a deliverable of a field order sees it."""
    is_kept = footage.fields.take == "keep" and footage.fields.order is order
    return footage if is_kept or footage.by_field is None else footage.by_field


def field_pictures(footage: FootageSource, shot: Shot, frames: FrameRange, field: int) -> tuple[int, ...]:
    """Return the picture on screen in the middle of the first (0) or second (1) field of each frame."""
    places = (shot.source.position(frame + FIELD_TIMES[field]) for frame in frames.shifted(-shot.start_frame))
    wanted = (footage.conform.picture_position(place).__floor__() for place in places)
    return tuple(max(0, min(picture, footage.last_picture)) for picture in wanted)


def kept_fields(
    stack: Stack, chunk: Chunk, footage: FootageSource | None, order: FieldOrder, canvas: PictureFormat
) -> Footage | None:
    """Return footage whose frames an interlaced deliverable takes as they are, to the bit; None for all else."""
    if footage is None or not isinstance(chunk.base, Shot) or not isinstance(stack, Footage):
        return None
    reading = stack.reading
    is_theirs = footage.fields.take in {"auto", "keep"} and footage.fields.order is order
    is_by_frame = not (isinstance(reading, FieldReading) and reading.is_double)
    is_plain = chunk.base.source.is_plain and getattr(footage.conform, "is_identity", False) and stack.between is None
    is_untouched = stack.grade is None and not stack.motion and is_identity(stack.format, canvas, stack.placement)
    return replace(stack, reading=None) if is_theirs and is_by_frame and is_plain and is_untouched else None
