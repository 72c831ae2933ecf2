"""From the neutral timeline to an MLT document that melt plays."""

from __future__ import annotations

import json
from math import gcd
from typing import TYPE_CHECKING

from posthouse.interchange.mlt.blends import BLENDS, add_blend
from posthouse.interchange.mlt.pieces import pieces_of
from posthouse.interchange.mlt.producers import Shelf
from posthouse.interchange.mlt.words import DIP, JOIN, KIND, NAME, REVERSED, SOFTNESS, WIPE
from posthouse.interchange.timeline import TrackKind, TransitionKind, Writing
from posthouse.interchange.xml_writing import add_element, document_bytes, new_element

if TYPE_CHECKING:
    from posthouse.interchange.mlt.pieces import Piece
    from posthouse.interchange.timeline import Timeline, Track, Transition
    from posthouse.interchange.xml_reading import Element

_SIZE = (1920, 1080)
_EXACT = {TransitionKind.DISSOLVE, TransitionKind.FADE_IN, TransitionKind.FADE_OUT}
_GUIDE_TYPES = ("purple", "blue", "cyan", "green", "yellow", "orange", "red", "pink", "white")


def write(timelines: tuple[Timeline, ...], *, name: str, is_kdenlive: bool = False) -> Writing:
    """Return a cut as MLT XML; nested timelines are tractors of their own."""
    assert timelines, "there is a cut to write"
    root = new_element("mlt", {"LC_NUMERIC": "C", "version": "7.12.0", "title": timelines[0].name or name})
    _add_profile(root, timelines[0])
    shelf = Shelf(
        root=root,
        rate=timelines[0].rate,
        timelines={each.id: each for each in timelines},
        size=timelines[0].size or _SIZE,
        is_kdenlive=is_kdenlive,
    )
    for timeline in reversed(timelines):
        _add_sequence(shelf, timeline)
    root.set("producer", shelf.tractors[timelines[0].id])
    kind = "kdenlive" if is_kdenlive else "mlt"
    return Writing(format=kind, files={f"{name}.{kind}": document_bytes(root, "mlt")}, ledger=shelf.ledger)


def _add_profile(root: Element, timeline: Timeline) -> None:
    width, height = timeline.size or _SIZE
    common = gcd(width, height)
    facts = {
        "description": f"{width}x{height}", "width": width, "height": height, "progressive": 1,
        "sample_aspect_num": 1, "sample_aspect_den": 1,
        "display_aspect_num": width // common, "display_aspect_den": height // common,
        "frame_rate_num": timeline.rate.fraction.numerator, "frame_rate_den": timeline.rate.fraction.denominator,
        "colorspace": 709,
    }  # fmt: skip
    add_element(root, "profile", attributes={key: str(value) for key, value in facts.items()})


def _add_sequence(shelf: Shelf, timeline: Timeline) -> None:
    """Add a timeline: black, a playlist for each track, and the tractor that lays them over each other."""
    number = len(shelf.tractors)
    end = max(1, timeline.duration_frames)
    background = shelf.background(end)
    lanes = [(track, _add_playlist(shelf, track, f"playlist{number}_{track.name}")) for track in timeline.tracks]
    tractor = new_element("tractor", {"id": f"tractor{number}", "in": "0", "out": str(end - 1)})
    add_element(tractor, "property", timeline.name, {"name": NAME})
    guides = [
        {"pos": each.at, "comment": each.name or each.note, "duration": each.duration, "type": _guide_type(each.color)}
        for each in timeline.markers
    ]
    if guides:
        add_element(tractor, "property", json.dumps(guides), {"name": "kdenlive:docproperties.guides"})
    add_element(tractor, "track", attributes={"producer": background})
    for track, identity in lanes:
        hide = "both" if not track.is_enabled else "audio" if track.kind is TrackKind.PICTURE else "video"
        add_element(tractor, "track", attributes={"producer": identity, "hide": hide})
    for index, (track, _) in enumerate(lanes, 1):
        for clip in track.clips:
            if clip.blend in BLENDS and track.kind is TrackKind.PICTURE:
                add_blend(tractor, clip, index)
        _add_layering(tractor, track, index, is_scaled=_is_scaled(shelf, timeline))
    shelf.add_tractor(timeline, tractor)
    for marker in timeline.markers:
        shelf.ledger.keep(f"marker at {marker.at}", "marker")
        if marker.note and marker.name:
            shelf.ledger.drop(f"marker at {marker.at}", "note", "guides have one line, which is the name")
    if timeline.start_frame:
        shelf.ledger.drop(timeline.name, "timecode", "MLT counts from 0")


def _guide_type(color: str) -> int:
    return _GUIDE_TYPES.index(color) if color in _GUIDE_TYPES else 0


def _is_scaled(shelf: Shelf, timeline: Timeline) -> bool:
    """Return whether a clip shows a timeline at another size, for which ``composite`` puts its middle elsewhere."""
    clips = (clip for each in shelf.timelines.values() for track in each.tracks for clip in track.clips)
    return any(clip.nested == timeline.id and clip.transform is not None for clip in clips)


def _add_layering(tractor: Element, track: Track, index: int, *, is_scaled: bool) -> None:
    """Add what lays a track over those below it, or mixes its sound into theirs."""
    transition = add_element(tractor, "transition")
    facts = {"a_track": "0", "b_track": str(index), "always_active": "1"}
    if track.kind is TrackKind.PICTURE:  # of MLT's core: melt without a screen has no other
        facts |= {"mlt_service": "composite", "geometry": "0=0/0:100%x100%:100", "progressive": "1", "fill": "1"}
        facts |= {} if is_scaled else {"halign": "centre", "valign": "middle"}
    else:
        facts |= {"mlt_service": "mix", "sum": "1"}
    for key, value in facts.items():
        add_element(transition, "property", value, {"name": key})


def _add_playlist(shelf: Shelf, track: Track, identity: str) -> str:
    playlist = new_element("playlist", {"id": identity})
    if track.kind is TrackKind.SOUND:
        add_element(playlist, "property", "1", {"name": "kdenlive:audio_track"})
    at = 0
    track = shelf.at_mean_speeds(track)
    for piece in pieces_of(track, shelf.rate):
        if piece.record.start_frame > at:
            add_element(playlist, "blank", attributes={"length": str(piece.record.start_frame - at)})
        _add_piece(shelf, playlist, track, piece)
        at = piece.record.end_frame
    shelf.root.append(playlist)
    _tell_transitions(shelf, track)
    return identity


def _said_of(mix: Transition) -> dict[str, object]:
    """Return what a mix is, beyond two clips that lie over each other."""
    said: dict[str, object] = {JOIN: mix.join - mix.record.start_frame}
    if mix.kind is TransitionKind.DISSOLVE:
        return said
    said |= {KIND: str(mix.kind), SOFTNESS: f"{mix.softness:.6g}", REVERSED: int(mix.is_reversed)}
    if mix.wipe is not None:
        said[WIPE] = mix.wipe
    if mix.color is not None:
        said[DIP] = " ".join(f"{part:.9g}" for part in mix.color)
    return said


def _tell_transitions(shelf: Shelf, track: Track) -> None:
    """Tell of a track's transitions: what lies over a join is a mix, the others are not written."""
    mixes = {id(piece.mix): piece for piece in pieces_of(track, shelf.rate) if piece.mix is not None}
    for each in track.transitions:
        item = f"{track.name}/{each.name or each.kind} at {each.record.start_frame}"
        piece = mixes.get(id(each))
        if piece is None:
            shelf.ledger.drop(item, "transition", "it does not lie between two clips, and MLT mixes two")
        elif each.kind not in _EXACT:
            shelf.ledger.approximate(
                item, "transition", f"MLT shows a dissolve for the {each.kind}; posthouse reads it again"
            )
        elif _is_clear(piece):
            shelf.ledger.approximate(
                item, "transition", "a picture that does not fill the frame leaves the other whole there"
            )
        else:
            shelf.ledger.keep(item, "transition")


def _is_clear(piece: Piece) -> bool:
    """Return whether a side of a mix does not fill the frame: MLT dissolves what is there."""
    sides = (piece.clip, piece.after)
    return any(clip is not None and (clip.transform is not None or clip.opacity is not None) for clip in sides)


def _add_piece(shelf: Shelf, playlist: Element, track: Track, piece: Piece) -> None:
    if piece.after is None or piece.mix is None:
        shelf.add_entry(playlist, piece.clip, track)
        return
    length = piece.record.duration_frames
    tractor = new_element("tractor", {"id": shelf.name("mix"), "in": "0", "out": str(length - 1)})
    for key, value in _said_of(piece.mix).items():
        add_element(tractor, "property", value, {"name": key})
    for clip in (piece.clip, piece.after):
        producer, first = shelf.mixed(clip, track)
        add_element(
            tractor, "track", attributes={"producer": producer, "in": str(first), "out": str(first + length - 1)}
        )
    for service in ("luma", "mix"):
        facts = {"a_track": "0", "b_track": "1", "mlt_service": service} | ({"start": "-1"} if service == "mix" else {})
        transition = add_element(tractor, "transition", attributes={"in": "0", "out": str(length - 1)})
        for key, value in facts.items():
            add_element(transition, "property", value, {"name": key})
    shelf.root.append(tractor)
    add_element(playlist, "entry", attributes={"producer": str(tractor.get("id")), "in": "0", "out": str(length - 1)})
