"""Segments of a slot laid out in time: lanes of pieces that do not overlap, and the transitions over their joins.

Problem: in an AAF a transition eats into both neighbours, effects wrap whole sequences, and a scope holds layers of
which the upper are mostly holes. Approach: a walk that carries the window in which a segment is seen; where a
transition lies, the window ends at its cut point; what wraps a piece goes along with it.
Example: clip of 20, transition of 8 with its cut at 3, clip of 20: seen are frames 0 to 15, and 15 to 32.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import assert_never

from posthouse.interchange.aaf import ids, objects
from posthouse.interchange.aaf.motion import is_motion


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrap:
    """An operation around a piece, and where on the record it begins."""

    operation: objects.Operation
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of record that shows a clip, or layers nested in it; all in the slot's edit units.

    ``at`` is where the whole segment would begin, so ``start - at`` units of it are cut away.
    """

    start: int
    end: int
    at: int
    clip: objects.SourceClip | None = None
    nest: tuple[objects.Segment, ...] = ()
    name: str = ""
    motion: Wrap | None = None
    wraps: tuple[Wrap, ...] = ()
    channels: int = 0
    is_disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A transition: from ``start`` to ``end``, over a cut; which sides show something."""

    start: int
    end: int
    cut: int
    operation: objects.Operation | None
    has_before: bool
    has_after: bool


@dataclass(slots=True, kw_only=True)
class Lane:
    """A lane: what it shows, in order."""

    pieces: list[Piece] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    lost: list[tuple[int, str]] = field(default_factory=list)
    """(where, what) of effects that have nothing of their own to stand on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    at: int
    low: int
    high: int
    wraps: tuple[Wrap, ...] = ()
    motion: Wrap | None = None
    is_disabled: bool = False
    is_sound: bool = False


def lanes_of(segment: objects.Segment, *, is_sound: bool = False) -> list[Lane]:
    """Return the lanes of a slot, lowest first: one, or one for each layer of a scope.

    A sound that fades from or to nothing is heard for all of its fade, wherever the cut point is.
    """
    wraps: list[Wrap] = []
    while isinstance(segment, objects.Operation) and len(segment.inputs) == 1 and not is_motion(segment):
        wraps.append(Wrap(operation=segment, at=0))
        segment = segment.inputs[0]
    layers = segment.layers if isinstance(segment, objects.Layers) else (segment,)
    return [_lane(layer, tuple(wraps), is_sound=is_sound) for layer in layers]


def _lane(segment: objects.Segment, wraps: tuple[Wrap, ...], *, is_sound: bool) -> Lane:
    lane = Lane()
    whole = _Window(at=0, low=0, high=segment.length or _reach(segment), wraps=wraps, is_sound=is_sound)
    _walk(segment, whole, lane)
    return lane


def is_empty(segment: objects.Segment) -> bool:
    """Return whether a segment shows nothing of its own."""
    match segment:
        case objects.Sequence(components=inside) | objects.Operation(inputs=inside) | objects.Layers(layers=inside):
            return all(is_empty(each) for each in inside)
        case objects.Choice(chosen=chosen, others=others):
            return is_empty(chosen) and all(is_empty(each) for each in others)
        case objects.Pulldown(input=inner):
            return is_empty(inner)
        case _:
            return not isinstance(segment, objects.SourceClip)


def _reach(segment: objects.Segment) -> int:
    """Return the length of a sequence that does not say it."""
    if not isinstance(segment, objects.Sequence):
        return segment.length
    return sum(-each.length if isinstance(each, objects.Transition) else each.length for each in segment.components)


def _walk(segment: objects.Segment, window: _Window, lane: Lane) -> None:
    if window.low >= window.high:
        return
    match segment:
        case objects.SourceClip():
            lane.pieces.append(_piece(window, clip=segment))
        case objects.Sequence(components=components):
            _walk_sequence(components, window, lane)
        case objects.Operation():
            _walk_operation(segment, window, lane)
        case objects.Layers(layers=layers):
            _walk_layers(layers, window, lane, name="")
        case objects.Choice(chosen=chosen, others=others, is_disabled=is_disabled):
            inner = replace(window, is_disabled=window.is_disabled or is_disabled)
            _walk(others[0] if is_disabled else chosen, inner, lane)
        case objects.Pulldown(input=inside):
            _walk(inside, window, lane)
        case objects.Unknown(name=name):
            lane.lost.append((window.low, name))
        case objects.Filler() | objects.Through() | objects.Timecode() | objects.Event() | objects.Transition():
            return
        case _:
            assert_never(segment)


def _piece(
    window: _Window,
    *,
    clip: objects.SourceClip | None = None,
    nest: tuple[objects.Segment, ...] = (),
    name: str = "",
    channels: int = 0,
) -> Piece:
    return Piece(
        start=window.low,
        end=window.high,
        at=window.at,
        clip=clip,
        nest=nest,
        name=name,
        motion=window.motion,
        wraps=window.wraps,
        channels=channels,
        is_disabled=window.is_disabled,
    )


def _walk_sequence(components: tuple[objects.Segment, ...], window: _Window, lane: Lane) -> None:
    """Lay out components one after the other; each is seen from the cut before it to the cut after it."""
    at, cut_before = window.at, None
    for index, component in enumerate(components):
        if isinstance(component, objects.Transition):
            at -= component.length
            cut_before = at + _cut(components, index, window)
            _add_join(components, index, at, window, lane)
            continue
        ends, following = at + component.length, components[index + 1 : index + 2]
        cut_after = None
        if following and isinstance(following[0], objects.Transition):
            cut_after = ends - following[0].length + _cut(components, index + 1, window)
        low = max(window.low, at if cut_before is None else cut_before)
        high = min(window.high, ends if cut_after is None else cut_after)
        _walk(component, replace(window, at=at, low=low, high=high), lane)
        at, cut_before = ends, None


def _sides(components: tuple[objects.Segment, ...], index: int) -> tuple[bool, bool]:
    """Return whether there is something before and after a transition."""
    before, after = components[index - 1 : index] if index else (), components[index + 1 : index + 2]
    return bool(before) and not is_empty(before[0]), bool(after) and not is_empty(after[0])


def _cut(components: tuple[objects.Segment, ...], index: int, window: _Window) -> int:
    transition = components[index]
    assert isinstance(transition, objects.Transition)
    has_before, has_after = _sides(components, index)
    if window.is_sound and has_before is not has_after:
        return 0 if has_after else transition.length
    return transition.cut


def _add_join(components: tuple[objects.Segment, ...], index: int, at: int, window: _Window, lane: Lane) -> None:
    transition = components[index]
    assert isinstance(transition, objects.Transition)
    cut = at + _cut(components, index, window)
    if not window.low <= cut <= window.high:
        return
    has_before, has_after = _sides(components, index)
    lane.joins.append(
        Join(
            start=at,
            end=at + transition.length,
            cut=cut,
            operation=transition.operation,
            has_before=has_before,
            has_after=has_after,
        )
    )


def _walk_operation(operation: objects.Operation, window: _Window, lane: Lane) -> None:
    here = Wrap(operation=operation, at=window.at)
    shown = tuple(each for each in operation.inputs if not is_empty(each))
    if operation.id == ids.AUDIO_CHANNEL_COMBINER and shown:
        clip = _one_clip(shown[0])
        if clip is not None:
            lane.pieces.append(_piece(window, clip=clip, channels=len(operation.inputs)))
            return
    if not shown:
        lane.lost.append((window.low, operation.name))
    elif is_motion(operation):
        _walk_motion(shown[0], replace(window, motion=here), lane)
    elif len(shown) > 1 or (operation.id == ids.AVID_SUBMASTER and len(operation.inputs) > 1):
        _walk_layers(operation.inputs, window, lane, name=operation.name)
    else:
        _walk(shown[0], replace(window, wraps=(*window.wraps, here)), lane)


def _walk_motion(inside: objects.Segment, window: _Window, lane: Lane) -> None:
    """Lay out what a motion effect shows: one clip, else all inside it as a cut of its own."""
    clip = _one_clip(inside)
    nest = () if clip else (inside,)
    lane.pieces.append(_piece(window, clip=clip, nest=nest))


def _walk_layers(layers: tuple[objects.Segment, ...], window: _Window, lane: Lane, *, name: str) -> None:
    shown = [each for each in layers if not is_empty(each)]
    if len(shown) == 1 and not name:
        _walk(shown[0], window, lane)
    elif shown:
        lane.pieces.append(_piece(window, nest=layers, name=name))


def _one_clip(segment: objects.Segment) -> objects.SourceClip | None:
    """Return the only clip of a segment, where there is no more in it."""
    match segment:
        case objects.SourceClip():
            return segment
        case objects.Sequence(components=(only,)) | objects.Operation(inputs=(only,)) | objects.Choice(chosen=only):
            return _one_clip(only)
        case objects.Pulldown(input=only):
            return _one_clip(only)
        case _:
            return None
