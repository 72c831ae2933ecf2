"""Clips above the cut: shots over it, and titles."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.interchange import OURS, Clip, MediaKind, Track, Transition, TransitionKind
from posthouse.interchange.luma_key import LumaKey
from posthouse.pixels.blending import Blend
from posthouse.studio.exchange.incoming.desk import Line, Standing
from posthouse.studio.exchange.incoming.nests import sourced
from posthouse.studio.exchange.incoming.shot import comment_of, shot_entry
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.studio.exchange.incoming.desk import Desk, Entry

_WORDS = ("text", "lower_third", "roll")


def layer_lines(tracks: tuple[Track, ...], desk: Desk) -> tuple[list[Line], list[Standing], dict[str, Entry]]:
    """Return the shots over the cut, lowest track first, where they stand, and the tracks that are switched."""
    lines: list[Line] = []
    standing: list[Standing] = []
    switched: dict[str, Entry] = {}
    for number, track in enumerate(tracks, 2):
        name = f"V{number}"
        for clip in _faded(track, desk):
            if clip.media.kind is MediaKind.TITLE:
                continue
            line = _layer(clip, name, desk)
            lines.append(line)
            standing.append(Standing(shot=str(line.value["shot"]), clip=clip, entry=line.value))
        if not track.is_enabled and any(line.value.get("track") == name for line in lines):
            switched[name] = {"mute": True}
    return lines, standing, switched


def _layer(clip: Clip, track: str, desk: Desk) -> Line:
    clip, source = sourced(clip, desk)
    keys = [key for effect in clip.effects if (key := LumaKey.of(effect)) is not None]
    if len(keys) == 1:
        clip = dataclasses.replace(clip, effects=tuple(each for each in clip.effects if LumaKey.of(each) is None))
    name, entry = shot_entry(clip, source, desk)
    said: Entry = {"shot": name, "from": source, "at": desk.anchor(clip.record.start_frame)}
    said |= {key: value for key, value in entry.items() if key not in said}
    if track != "V2":
        said["track"] = track
    if clip.blend != "normal":
        if clip.blend in set(Blend):
            said["blend"] = clip.blend
            desk.ledger.keep(name, "effect")
        else:
            desk.ledger.drop(name, "effect", f"the blend mode {clip.blend} is not among the house's")
    if len(keys) == 1:
        said["key"] = {"luma": _key(keys[0])}
        desk.ledger.keep(name, "effect")
    return Line(value=said | _fades(clip), comment=comment_of(clip))


def _key(key: LumaKey) -> Entry:
    ends: Entry = {"low": key.low, "high": key.high}
    return ends | ({"invert": True} if key.is_inverted else {})


def _fades(clip: Clip) -> Entry:
    named = (("fade_in", clip.fade_in), ("fade_out", clip.fade_out))
    return {name: f"{min(frames, clip.record.duration_frames)}f" for name, frames in named if frames > 0}


def _faded(track: Track, desk: Desk) -> list[Clip]:
    """Return a track's clips, those in a transition longer by what it borrows, and faded over it."""
    clips = sorted(track.clips, key=lambda clip: clip.record)
    for transition in track.transitions:
        label = f"{track.name} at {desk.programme_time(transition.join)}"
        if transition.kind not in {TransitionKind.DISSOLVE, TransitionKind.FADE_IN, TransitionKind.FADE_OUT}:
            desk.ledger.approximate(label, "transition", "over the cut it is a fade")
        else:
            desk.ledger.keep(label, "transition")
        clips = [_in_transition(clip, transition, clips) for clip in clips]
    return clips


def _in_transition(clip: Clip, transition: Transition, clips: list[Clip]) -> Clip:
    """Return a clip with its side of a transition; under the next clip it stands whole until that covers it."""
    frames = transition.record.duration_frames
    if clip.record.start_frame == transition.join:
        return dataclasses.replace(reaching(clip, transition.record.start_frame, clip.record.end_frame), fade_in=frames)
    if clip.record.end_frame == transition.join:
        has_next = any(each.record.start_frame == transition.join for each in clips)
        longer = reaching(clip, clip.record.start_frame, transition.record.end_frame)
        return longer if has_next else dataclasses.replace(longer, fade_out=frames)
    return clip


def reaching(clip: Clip, start: int, end: int) -> Clip:
    """Return a clip from one record frame to another, its source with it."""
    head, tail = clip.record.start_frame - start, end - clip.record.end_frame
    per_frame = clip.source.duration / clip.record.duration_frames if clip.speed else 0
    before = tail if clip.speed < 0 else head
    source = dataclasses.replace(
        clip.source,
        start=clip.source.start - before * per_frame,
        duration=clip.source.duration + (head + tail) * per_frame,
    )
    return dataclasses.replace(clip, record=FrameRange(start, end), source=source)


def title_lines(tracks: tuple[Track, ...], desk: Desk) -> list[Line]:
    """Return the titles of all picture tracks, in the order of time."""
    titles = [clip for track in tracks for clip in track.clips if clip.media.kind is MediaKind.TITLE]
    return [_title(clip, desk) for clip in sorted(titles, key=lambda clip: clip.record)]


def _without(said: Entry) -> Entry:
    return {key: value for key, value in said.items() if key not in {"title", "at", "for", *_WORDS}}


def _title(clip: Clip, desk: Desk) -> Line:
    ours = clip.facts.get(OURS)
    said = ours.get("title") if isinstance(ours, dict) else None
    name = desk.names.free(clip.name or "title", "title")
    place: Entry = {"at": desk.anchor(clip.record.start_frame), "for": f"{clip.record.duration_frames}f"}
    if isinstance(said, dict):  # our own words, in a format that keeps them
        desk.ledger.keep(name, "caption")
        return Line(value={"title": name} | {key: said[key] for key in _WORDS if key in said} | place | _without(said))
    words = clip.media.text.strip() or clip.name or "Title"
    if clip.media.text.strip():
        desk.ledger.approximate(name, "caption", "its words and its place in time; its style is the house's")
    else:
        desk.ledger.approximate(name, "caption", "the file does not say its words; its name stands for them")
    return Line(value={"title": name, "text": words, **place, **_fades(clip)}, comment=comment_of(clip))
