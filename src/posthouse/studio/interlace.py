"""How the frames of each media become pictures, as its document, its file and its own pictures say."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from posthouse.errors import ProductionError
from posthouse.media.facts import FieldOrder
from posthouse.media.reading import Cadence, CadenceRun, FieldReading, FilmReading, Reading
from posthouse.production.interlace_spec import FieldsSpec, Take

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.media.cadence import FieldStory
    from posthouse.media.facts import PictureFacts

_INTERLACED = frozenset({FieldOrder.TOP, FieldOrder.BOTTOM})
_DOUBLE_FROM = Fraction(3, 2)
"""A programme of so many times the frame rate shows both fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlan:
    """How a media is read, and what a person should know of it."""

    reading: Reading | None = None
    order: FieldOrder = FieldOrder.PROGRESSIVE
    """Which field is first in time; progressive where a frame is one picture."""
    take: Take = "auto"
    """What the document asks for: with ``auto`` and ``keep`` an interlaced deliverable may have the fields."""
    note: str = ""


AS_FRAMES = FieldPlan()
"""Every frame is a picture."""


def plan_fields(
    spec: FieldsSpec | None, facts: PictureFacts, programme_rate: Fraction, look: Callable[[], FieldStory]
) -> FieldPlan:
    """Return how the frames of a media become pictures.

    Args:
        spec: what the document says.
        facts: what the file says.
        programme_rate: frames a second.
        look: reads all pictures and says what their fields are; asked only where nothing else tells.

    Raises:
        ProductionError: an order is needed that nobody tells, or a pulldown that is not there.
    """
    said = spec or FieldsSpec()
    order = said.order or facts.field_order
    is_tagged = order in _INTERLACED
    match said.take:
        case "keep":
            note = f"interlaced, {order} field first; its frames are used as they are" if is_tagged else ""
            return FieldPlan(order=order if is_tagged else FieldOrder.PROGRESSIVE, take="keep", note=note)
        case "auto":
            return _planned_by_tag(order, facts, programme_rate)
        case "deinterlace" | "both":
            return _deinterlaced(_known(order, look), said.take, is_double=said.take == "both")
        case "remove-pulldown":
            return _film(said, facts, order, look)
        case _:
            assert_never(said.take)


def _planned_by_tag(order: FieldOrder, facts: PictureFacts, programme_rate: Fraction) -> FieldPlan:
    if order is FieldOrder.UNKNOWN:
        return FieldPlan(
            note="interlaced, but nothing says which field is first; its frames are used as they are"
            " (say fields: {order: top} or bottom)"
        )
    if order is FieldOrder.PROGRESSIVE or facts.frame_count == 1:
        return FieldPlan()
    return _deinterlaced(order, "auto", is_double=programme_rate >= facts.rate * _DOUBLE_FROM)


def _deinterlaced(order: FieldOrder, take: Take, *, is_double: bool) -> FieldPlan:
    made = "both fields of a frame become pictures" if is_double else "deinterlaced, one picture a frame"
    way_out = "" if take != "auto" else " (fields: keep uses its frames as they are)"
    return FieldPlan(
        reading=FieldReading(order=order, is_double=is_double),
        order=order,
        take=take,
        note=f"interlaced, {order} field first; {made}{way_out}",
    )


def _known(order: FieldOrder, look: Callable[[], FieldStory]) -> FieldOrder:
    """Return an order to work with: where no tag gives one, what the motion says."""
    found = order if order in _INTERLACED else look().order
    if found not in _INTERLACED:
        raise ProductionError(
            "neither the file nor its motion says which field is first",
            hint="say fields: {take: deinterlace, order: top} or bottom, or leave fields: out if it is progressive",
        )
    return found


def _film(said: FieldsSpec, facts: PictureFacts, order: FieldOrder, look: Callable[[], FieldStory]) -> FieldPlan:
    if said.cadence is not None:
        order = order if order in _INTERLACED else FieldOrder.TOP
        whole = CadenceRun(
            cadence=Cadence(said.cadence), phase=said.phase or 0, start_frame=0, end_frame=facts.frame_count
        )
        return _film_plan(order, (whole,), "as the document says")
    story = look()
    if not story.has_pulldown:
        raise ProductionError(
            "no pulldown was found in its pictures",
            hint="posthouse probe --fields shows what was found; fields: deinterlace reads video",
        )
    order = order if said.order else story.order if story.order in _INTERLACED else order
    return _film_plan(order if order in _INTERLACED else FieldOrder.TOP, story.runs, "as found in its pictures")


def _film_plan(order: FieldOrder, runs: tuple[CadenceRun, ...], source: str) -> FieldPlan:
    first = next((run for run in runs if run.cadence is not Cadence.VIDEO), runs[0])
    breaks = f", {len(runs) - 1} breaks" if len(runs) > 1 else ""
    note = f"pulldown {first.cadence} removed, {order} field first, phase {first.phase}{breaks}, {source}"
    return FieldPlan(
        reading=FilmReading(order=order, runs=runs), order=FieldOrder.PROGRESSIVE, take="remove-pulldown", note=note
    )
