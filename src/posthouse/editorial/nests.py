"""Nested sequences, laid flat: a shot that plays a sequence becomes the shots inside, each with its place and frames.

So a sequence is never a picture of its own: its shots have their chunks, and two uses of the same frames share them.
Problem: an outer shot of n frames at speed s plays part of a sequence; each inner shot maps the sequence's frames to
its own source. Approach: at 100% an inner shot keeps its own clock and is shown through a window (``Shot.shown``), so
trims bend nothing inside. At another speed both maps are straight lines, whose product is one where its in-point is a
whole frame; it is taken if it shows the very same frames. Everything else is refused, with the reason.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeGuard

from posthouse.editorial.cut import Cut, Gap, Shot, Transition
from posthouse.editorial.nest_dress import UN_NEST, Dressing, NotExactError, changes_by_its_own_frames
from posthouse.timing import FrameRange, SourceMap

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence


_FAR = 1 << 40
_EVERYWHERE = (FrameRange(-_FAR, _FAR), FrameRange(-_FAR, _FAR))


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """What an outer shot becomes: events end to end, transitions between them, nests inside; indices from 0."""

    events: tuple[Shot | Gap, ...]
    transitions: tuple[Transition, ...] = ()
    nests: tuple[Shot, ...] = ()
    extents: tuple[FrameRange, FrameRange] = _EVERYWHERE
    """The frames of the programme in which the first and the last event would be what the sequence shows, untrimmed."""
    busy: tuple[FrameRange, ...] = ()
    """Where the sequence has transitions, beyond its trim too."""


def laid_flat(
    cut: Cut,
    sequences: Mapping[str, Cut],
    complain: Callable[[int, str, str], None],
    *,
    keeping: Collection[str] = (),
) -> Cut:
    """Return a cut with every shot that plays a sequence as the shots inside.

    Args:
        cut: events may be shots whose media is a sequence's name.
        sequences: laid flat already, by name.
        complain: takes the index of the event, the cause and the hint.
        keeping: the shots that stay whole.
    """
    kept = {*keeping, *cut.unsure}
    if not any(_is_nest(event, sequences, kept) for event in cut.events):
        return cut
    flats = [
        _flat(cut, index, event, sequences, complain) if _is_nest(event, sequences, kept) else Flat(events=(event,))
        for index, event in enumerate(cut.events)
    ]
    return _joined(cut, flats)


def _flat(
    cut: Cut, index: int, outer: Shot, sequences: Mapping[str, Cut], complain: Callable[[int, str, str], None]
) -> Flat:
    """Return what a shot of a cut becomes that plays a sequence, itself among its nests."""
    flat = Flat(events=(outer,))
    try:
        flat = unfolded(outer, sequences[outer.media])
        _check_edges(cut, index, flat)
    except NotExactError as problem:
        complain(index, problem.cause, problem.hint)
    return dataclasses.replace(flat, nests=(outer, *flat.nests))


def _joined(cut: Cut, flats: Sequence[Flat]) -> Cut:
    """Return a cut with what its events became; its transitions lie between what is first and last of each."""
    events: list[Shot | Gap] = []
    transitions: list[Transition] = []
    places: list[tuple[int, int]] = []
    for flat in flats:
        first = len(events)
        events += flat.events
        transitions += [_renumbered(each, first + each.before, first + each.after) for each in flat.transitions]
        places.append((first, len(events) - 1))
    for each in cut.transitions:
        is_join = each.before != each.after
        before = places[each.before][1 if is_join or _is_out(each) else 0]
        after = places[each.after][0 if is_join or not _is_out(each) else 1]
        transitions.append(_renumbered(each, before, after))
    nests = tuple(nest for flat in flats for nest in flat.nests)
    return dataclasses.replace(cut, events=tuple(events), transitions=tuple(transitions), nests=nests)


def _is_nest(event: Shot | Gap, sequences: Mapping[str, Cut], kept: Collection[str]) -> TypeGuard[Shot]:
    return isinstance(event, Shot) and event.media in sequences and event.shot not in kept


def _is_out(transition: Transition) -> bool:
    """Return whether it is the half of a dip that ends a shot."""
    return getattr(transition.effect, "is_out", False)


def _renumbered(transition: Transition, before: int, after: int) -> Transition:
    return dataclasses.replace(transition, before=before, after=after)


def unfolded(outer: Shot, inner: Cut) -> Flat:
    """Return what a shot becomes that plays a sequence.

    Raises:
        NotExactError: it cannot be shown shot by shot.
    """
    if not isinstance(outer.source, SourceMap):
        raise NotExactError(f"{outer.shot!r} plays a sequence at a speed that changes", "ramp the shots inside")
    dressing = Dressing(outer)
    if outer.source.is_plain:
        return _windowed(outer, outer.source, inner, dressing)
    shown = outer.source.grid_range()
    if any(each.range.overlaps(shown) for each in inner.transitions):
        raise NotExactError(f"{outer.shot!r} plays a sequence with transitions at another speed than 100%")
    pieces = sorted(_retimed(outer, outer.source, inner, dressing), key=lambda piece: piece[0].range)
    extents = pieces[0][1], pieces[-1][1]
    return Flat(events=tuple(event for event, _ in pieces), extents=extents)


def _windowed(outer: Shot, source: SourceMap, inner: Cut, dressing: Dressing) -> Flat:
    window, shift = source.grid_range(), outer.start_frame - source.in_frame
    events: list[Shot | Gap] = []
    numbers: dict[int, int] = {}
    extents: list[FrameRange] = []
    for index, event in enumerate(inner.events):
        seen = event.range.intersection(window)
        if seen.is_empty:
            continue
        numbers[index] = len(events)
        extents.append(event.range.shifted(shift))
        if isinstance(event, Gap):
            events.append(Gap(start_frame=seen.start_frame + shift, duration_frames=seen.duration_frames))
        else:
            events.append(dressing.on(_inside(outer, event, shift, seen)))
    transitions = tuple(_kept_transitions(outer, inner, window, numbers, dressing))
    nests = tuple(
        _inside(outer, nest, shift, nest.range.intersection(window))
        for nest in inner.nests
        if nest.range.overlaps(window)
    )
    return Flat(
        events=tuple(events),
        transitions=transitions,
        nests=nests,
        extents=(extents[0], extents[-1]),
        busy=tuple(each.range.shifted(shift) for each in inner.transitions),
    )


def _inside(outer: Shot, inner: Shot, shift: int, seen: FrameRange) -> Shot:
    """Return a shot inside, moved to its place, shown where the outer shot shows it."""
    path = (*outer.ids, *inner.ids)
    return dataclasses.replace(
        inner,
        shot="/".join(path),
        path=path,
        start_frame=inner.start_frame + shift,
        shown=None if inner.shown is None and seen == inner.range else seen.shifted(shift),
    )


def _kept_transitions(
    outer: Shot, inner: Cut, window: FrameRange, numbers: Mapping[int, int], dressing: Dressing
) -> Iterator[Transition]:
    shift = outer.start_frame - window.start_frame
    for each in inner.transitions:
        if not each.range.overlaps(window):
            continue
        if not window.covers(each.range) or each.before not in numbers or each.after not in numbers:
            frames = each.range
            cause = f"{outer.shot!r} is cut within a transition of its sequence, frames {frames.start_frame} to "
            raise NotExactError(f"{cause}{frames.end_frame - 1} of it", "move in or out past it, or " + UN_NEST)
        dressing.check_transition(each)
        moved = dataclasses.replace(each, range=each.range.shifted(shift))
        yield _renumbered(moved, numbers[each.before], numbers[each.after])


def _retimed(outer: Shot, source: SourceMap, inner: Cut, dressing: Dressing) -> Iterator[tuple[Shot | Gap, FrameRange]]:
    """Yield what is seen of each event at a speed that is not 100%, and where it would be, untrimmed."""
    whole = FrameRange(0, source.duration_frames)
    for event in inner.events:
        if source.is_freeze:
            extent = _EVERYWHERE[0] if event.range.contains(source.in_frame) else FrameRange(0, 0)
        else:
            extent = source.frames_showing(event.range)
        seen = extent.intersection(whole)
        if seen.is_empty:
            continue
        placed = seen.shifted(outer.start_frame)
        if isinstance(event, Gap):
            gap = Gap(start_frame=placed.start_frame, duration_frames=placed.duration_frames)
            yield gap, extent.shifted(outer.start_frame)
            continue
        if changes_by_its_own_frames(event):
            raise NotExactError(f"something of {event.ids[-1]!r} changes with its own frames, at another speed here")
        found = _composed(event, source, seen)
        if found is None:
            speeds = f"{float(source.speed * 100):g}% of a sequence with {event.ids[-1]!r} at its own speed"
            raise NotExactError(f"{speeds} would not show the same frames")
        path = (*outer.ids, *event.ids)
        moved = dataclasses.replace(
            event, shot="/".join(path), path=path, start_frame=outer.start_frame, source=found, shown=placed
        )
        yield dressing.on(moved), extent.shifted(outer.start_frame)


def _composed(inner: Shot, outer: SourceMap, seen: FrameRange) -> SourceMap | None:
    """Return the one map that shows what two in a row show, over some frames of the outer; None where there is none."""
    own = inner.source
    if outer.is_freeze:
        held = own.grid_frame(outer.in_frame - inner.start_frame)
        return SourceMap(in_frame=held, duration_frames=outer.duration_frames, speed=outer.speed)
    if not isinstance(own, SourceMap):
        return None
    count = outer.duration_frames
    places = Fraction(0), Fraction(count)
    ends = [own.position(outer.position(place) - inner.start_frame) for place in places]
    low = min(ends)
    if low.denominator != 1:
        return None
    found = SourceMap(in_frame=int(low), duration_frames=count, speed=(ends[1] - ends[0]) / count)
    same = all(found.grid_frame(k) == own.grid_frame(outer.grid_frame(k) - inner.start_frame) for k in seen)
    return found if same else None


def _check_edges(cut: Cut, index: int, flat: Flat) -> None:
    """Refuse a transition at the edge of a nest that reaches beyond the first or last shot inside."""
    for each in cut.transitions:
        if index not in {each.before, each.after}:
            continue
        is_head = each.after == index and not (each.before == index and _is_out(each))
        extent = flat.extents[0 if is_head else 1]
        if not extent.covers(each.range) or any(inner.overlaps(each.range) for inner in flat.busy):
            where = "first" if is_head else "last"
            cause = f"the transition reaches beyond the {where} shot inside the sequence"
            raise NotExactError(cause, f"shorten it, or {UN_NEST}")
