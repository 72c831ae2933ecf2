"""A cut with a sequence that is played twice and shots over it, and what all of it shows, frame by frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.editorial import Shot
from posthouse.production.editing.addresses import CUT, OVER
from posthouse.production.editing.bench import Bench
from posthouse.production.editing.run import Run
from posthouse.timing import Rate
from tests.production.editing.small_cuts import room_of, source

if TYPE_CHECKING:
    from posthouse.editorial import Cut
    from posthouse.production.editing import CuttingRoom
    from posthouse.production.tree import Path

RATE = Rate.parse(24)
SOURCES = {"clip": source(RATE, 1000), "other": source(RATE, 1000)}
FIGHT: Path = ("sequences", "fight")
TEXT = """\
posthouse: 1
title: Nested
format: {size: [64, 36], rate: 24}
media: {clip: clip.mov, other: other.mov}
sequences:
  fight:   # the fight
    - {shot: punch, from: clip, in: 100f, for: 20f}   # it hits
    # what follows
    - {shot: kick, from: clip, in: 200f, for: 30f}
    - {shot: fall, from: other, in: 50f, for: 25f}
cut:
  - {shot: opening, from: clip, in: 10f, for: 48f}
  - {shot: brawl, from: fight, in: 5f, for: 40f}   # a part of it
  - {shot: again, from: fight}
  - {shot: fleet, from: other, in: 10f, for: 48f}   # all at sea
over:
  - {shot: mist, from: clip, in: 330f, for: 12f, at: "fleet@20f"}   # of the morning
  - {shot: glow, from: other, in: 30f, for: 12f, at: fleet+4f, track: V3, fade_out: 4f}   # glows
  - {shot: glare, from: other, in: 430f, for: 10f, at: fleet+16f, track: V3}
markers:
  - {marker: out, at: "opening@20f"}
  - {marker: lit, at: glare+2f}
deliver: [web]
"""
Frames = list[tuple[str, int] | None]
"""What each frame shows: (media, source frame), or None for black."""


def nested(text: str = TEXT, *, parks: bool = False) -> CuttingRoom:
    """Return it on the bench."""
    return room_of(text, SOURCES, parks=parks)


def played_once(text: str = TEXT) -> str:
    """Return the text with the sequence played once, from its frame 5."""
    return text.replace("  - {shot: again, from: fight}\n", "")


def bench_of(room: CuttingRoom, path: Path = CUT) -> Bench:
    """Return a list of a draft on the bench."""
    return Bench(room.draft, room.facts, path)


def frames_of(cut: Cut) -> Frames:
    """Return what a resolved list shows, frame by frame."""
    shown: Frames = [None] * cut.duration_frames
    for event in cut.events:
        if isinstance(event, Shot):
            run = Run.of(event.source)
            for frame in event.range:
                shown[frame] = event.media, run.shown(frame - event.start_frame)
    return shown


def sequence_frames(room: CuttingRoom) -> Frames:
    """Return what the sequence shows."""
    return frames_of(bench_of(room, FIGHT).level)


def programme_frames(room: CuttingRoom) -> Frames:
    """Return what the cut shows, the shots of its sequences laid flat."""
    return frames_of(bench_of(room).cut)


def layers_of(room: CuttingRoom) -> dict[str, tuple[str, str, int, int, int]]:
    """Return (media, track, first programme frame, first source frame, length) of each shot over the cut."""
    pieces = bench_of(room, OVER).pieces
    return {
        piece.id: (piece.media, piece.track, piece.record, piece.playing.shown(0), piece.frames)
        for piece in pieces
        if piece.is_shot
    }


def anchor_of(room: CuttingRoom, shot: str) -> str:
    """Return what the text says of where a shot over the cut hangs."""
    piece = next(piece for piece in bench_of(room, OVER).pieces if piece.id == shot)
    return str(piece.fields["at"])
