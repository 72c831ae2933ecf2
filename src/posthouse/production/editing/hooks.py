"""Where shots over the cut hang: their anchors, spelled anew when they move, on the same shot, in the same manner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.editorial import Shot, programme_frame
from posthouse.errors import ProductionError
from posthouse.fields import Anchor, AnchorKind
from posthouse.production.editing.addresses import Meant
from posthouse.production.editing.places import Join, parsed_place
from posthouse.production.editing.run import Run
from posthouse.production.editing.spell import spelled_frames, spelled_source
from posthouse.production.sentences import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.editing.bench import Bench
    from posthouse.production.editing.places import Place
    from posthouse.production.editing.work import Work
    from posthouse.production.tree import Plain


def moved_anchor(bench: Bench, written: Plain, record: int) -> str:
    """Return an anchor at another programme frame, as near to the written one as can be said."""
    anchor = Anchor.parse(written)
    for spelling in _spellings(bench, anchor, record):
        if frame_of(bench, Anchor.parse(spelling)) == record:
            return spelling
    return anchor_at(bench, record)


def frame_of(bench: Bench, anchor: Anchor) -> int | None:
    """Return the programme frame of an anchor, or None where it is nowhere."""
    sources = bench.resolved.sources
    return programme_frame(anchor, bench.cut, bench.rate, sources, lambda _cause, _hint: None)


def _spellings(bench: Bench, anchor: Anchor, record: int) -> Iterator[str]:
    if anchor.kind is AnchorKind.PROGRAMME:
        if bench.start is not None and anchor.offset.is_timecode:
            yield str(bench.start.plus(record))
        yield str(spelled_frames(record, str(anchor.offset), bench.rate))
        return
    found = bench.cut.named(anchor.shot)
    if len(found) != 1:
        return
    frame = record - found[0].start_frame
    if anchor.kind is AnchorKind.SOURCE and 0 <= frame < found[0].source.duration_frames:
        source = bench.source(found[0].clock or found[0].media)
        said = spelled_source(Run.of(found[0].source).shown(frame), str(anchor.offset), source, bench.rate)
        if said is not None:
            yield f"{anchor.shot}@{said}"
    like = "1f" if anchor.kind is AnchorKind.SOURCE or anchor.offset.is_zero else str(anchor.offset).lstrip("-")
    sign = "-" if frame < 0 else "+"
    yield f"{anchor.shot}{sign}{spelled_frames(abs(frame), like, bench.rate)}" if frame else anchor.shot


def anchor_at(bench: Bench, frame: int) -> str:
    """Return an anchor at a programme frame: to the shot of the cut there, else to the last one before it."""
    found = f"{frame}f"
    for event in bench.resolved.level.events:
        if isinstance(event, Shot) and event.start_frame <= frame:
            found = event.shot if frame == event.start_frame else f"{event.shot}+{frame - event.start_frame}f"
    return found


def place_over(work: Work, written: str) -> tuple[int, str]:
    """Return the programme frame of a place, and the anchor that says it: as it is written, if that is on the cut.

    Raises:
        ProductionError: there is no such place.
    """
    bench, place = work.bench, _parsed(work.bench, written)
    if isinstance(place, Join):
        frame = _frame_of_join(work, place)
        return frame, anchor_at(bench, frame)
    layer = next((piece for piece in work.pieces if piece.id == place.shot), None)
    inside = None if layer is None else bench.frame_in(place, layer.id)
    if layer is not None and inside is not None:
        return layer.record + inside, anchor_at(bench, layer.record + inside)
    problems: list[tuple[str, str]] = []
    sources = bench.resolved.sources
    found = programme_frame(place, bench.cut, bench.rate, sources, lambda c, h: problems.append((c, h)))
    if place.shot and (unknown := [name for name in place.shot.split("/") if name not in bench.addresses.lists]):
        raise ProductionError(f"there is no shot {unknown[0]}", hint=nearest(unknown[0], list(bench.addresses.lists)))
    if found is None or found < 0:
        cause, hint = problems[0] if problems else (f"{written} is not in the programme", "")
        raise ProductionError(cause, hint=hint)
    return found, str(place)


def _parsed(bench: Bench, written: str) -> Place:
    """Return a place of the programme: ``brawl/punch`` is the shot inside a sequence, and no join."""
    address = bench.addresses.found(written, Meant.PLACE)
    if not address.around:
        return parsed_place(written)
    try:
        inside = Anchor.parse(address.text)
    except ValueError:
        inside = None
    if inside is None or not inside.shot or "/" in inside.shot:
        raise ProductionError(f"{written} is inside a sequence", hint="name a shot of it, as brawl/punch or punch+3f")
    return Anchor.parse("/".join([*address.shots(bench.addresses), address.text]))


def _frame_of_join(work: Work, join: Join) -> int:
    spans = {piece.id: piece.span for piece in work.pieces if piece.is_shot}
    shots = {event.shot: event.range for event in work.bench.resolved.level.events if isinstance(event, Shot)} | spans
    for name, where in ((join.after, "start_frame"), (join.before, "end_frame")):
        if name and name not in shots:
            raise ProductionError(f"there is no shot {name} to find {join} by")
        if name:
            return int(getattr(shots[name], where))
    raise ProductionError(f"{join} is no place")
