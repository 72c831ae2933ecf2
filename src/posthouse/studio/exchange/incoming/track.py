"""A picture track as the items of a cut: shots end to end, gaps between them, transitions at their joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.interchange import Clip, MediaKind, Track, Transition, TransitionKind
from posthouse.studio.exchange.incoming.desk import Desk, Line, Standing
from posthouse.studio.exchange.incoming.joins import join_item
from posthouse.studio.exchange.incoming.nests import sourced
from posthouse.studio.exchange.incoming.shot import comment_of, shot_entry

if TYPE_CHECKING:
    from posthouse.studio.exchange.incoming.desk import Entry

_FADES = {TransitionKind.FADE_IN, TransitionKind.FADE_OUT}


def track_lines(track: Track, end_frame: int, desk: Desk) -> list[Line]:
    """Return a track's items; black to ``end_frame`` where the timeline goes on after it."""
    joins = {each.join: each for each in track.transitions}
    lines: list[Line] = []
    at = 0
    for clip in _shown(track, desk):
        if clip.record.start_frame > at:
            _join(at, lines, joins, desk)
            lines.append(_gap(clip.record.start_frame - at))
            at = clip.record.start_frame
        _join(at, lines, joins, desk)
        lines.append(_shot(clip, desk))
        if clip.is_enabled:
            at = clip.record.end_frame
        else:
            lines.append(_gap(clip.record.duration_frames))
            at = clip.record.end_frame
    if end_frame > at:
        _join(at, lines, joins, desk)
        lines.append(_gap(end_frame - at))
        at = end_frame
    if at in joins and lines:
        _fade_end(joins.pop(at), lines[-1], desk, is_head=False)
    _fade_start(joins, lines, desk)
    for left in joins.values():
        desk.ledger.drop(f"{track.name} at {left.join}", "transition", "it lies at no join of clips")
    return lines


def _shown(track: Track, desk: Desk) -> list[Clip]:
    """Return a track's clips that are pictures; titles stand in a list of their own."""
    found = sorted(track.clips, key=lambda clip: clip.record)
    shown: list[Clip] = []
    for clip in found:
        if clip.media.kind is MediaKind.TITLE:
            continue
        if shown and clip.record.start_frame < shown[-1].record.end_frame:
            desk.ledger.drop(clip.name, "clip", "it overlaps the clip before it on its track")
            continue
        shown.append(clip)
    return shown


def _gap(frames: int) -> Line:
    return Line(value={"gap": f"{frames}f"})


def _shot(clip: Clip, desk: Desk) -> Line:
    clip, source = sourced(clip, desk)
    name, entry = shot_entry(clip, source, desk)
    desk.standing.append(Standing(shot=name, clip=clip, entry=entry))
    return Line(value=entry, comment=comment_of(clip))


def _join(at: int, lines: list[Line], joins: dict[int, Transition], desk: Desk) -> None:
    """Add the transition that lies over the join at a frame, if something stands before it."""
    found = joins.get(at)
    if found is None or not lines:
        return
    del joins[at]
    before, after = at - found.record.start_frame, found.record.end_frame - at
    label = f"transition at {desk.programme_time(at)}"
    if before + after <= 0:
        desk.ledger.drop(label, "transition", "it lasts no frames")
        return
    lines.append(Line(value=join_item(found, (before, after), label, desk)))


def _fade_start(joins: dict[int, Transition], lines: list[Line], desk: Desk) -> None:
    found = joins.pop(0, None)
    if found is not None and lines:
        _fade_end(found, lines[0], desk, is_head=True)


def _fade_end(fade: Transition, line: Line, desk: Desk, *, is_head: bool) -> None:
    """Write a fade from or to nothing, at an end of the programme, as the shot's opacity."""
    frames = fade.record.duration_frames
    label = f"transition at {desk.programme_time(fade.join)}"
    entry: Entry = line.value
    if "shot" not in entry or "opacity" in entry or not frames:
        desk.ledger.drop(label, "transition", "nothing stands before it" if is_head else "nothing stands after it")
        return
    if fade.kind not in _FADES:
        desk.ledger.approximate(label, "transition", f"{fade.name or fade.kind} from or to nothing is a fade")
    else:
        desk.ledger.keep(label, "transition")
    keys = (("start", 0), (f"+{frames}f", 1)) if is_head else ((f"end-{frames}f", 1), ("end", 0))
    entry["opacity"] = [{"at": at, "to": value} for at, value in keys]
