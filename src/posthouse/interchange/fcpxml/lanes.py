"""From lanes to tracks: Final Cut has no tracks, so what overlaps in a lane is given as many as it needs.

A storyline's pictures stay together on one track; its sounds are put on the first track of their lane that is free,
since J and L cuts let neighbors overlap.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.finish import clip_of_piece
from posthouse.interchange.fcpxml.joins import transitions_of
from posthouse.interchange.timeline import Clip, Track, TrackKind

if TYPE_CHECKING:
    from posthouse.interchange.fcpxml.state import Story


@dataclasses.dataclass(slots=True, kw_only=True)
class Seat:
    """A clip that waits for a track."""

    clip: Clip
    lane: int
    group: int
    take: str


@dataclasses.dataclass(slots=True, kw_only=True)
class Row:
    """A track to be."""

    lane: int
    seats: list[Seat] = dataclasses.field(default_factory=list)
    end_frame: int = 0


def tracks_of(story: Story) -> tuple[Track, ...]:
    """Return the tracks of all that lies on a timeline."""
    seats: dict[TrackKind, list[Seat]] = {kind: [] for kind in TrackKind}
    for piece in story.pieces:
        clip = clip_of_piece(story, piece)
        if clip is not None:
            seats[piece.kind].append(Seat(clip=clip, lane=piece.lane, group=piece.group, take=piece.take))
    pictures = sorted(_rows_of_groups(seats[TrackKind.PICTURE]), key=lambda row: row.lane)
    sounds = sorted(_rows_of_clips(seats[TrackKind.SOUND]), key=lambda row: _sound_order(row.lane))
    return _linked([*_tracks(story, pictures, TrackKind.PICTURE), *_tracks(story, sounds, TrackKind.SOUND)])


def _sound_order(lane: int) -> tuple[int, int]:
    """Order sound from the primary storyline down, then up."""
    return (0, 0) if lane == 0 else (1, -lane) if lane < 0 else (2, lane)


def _rows_of_groups(seats: list[Seat]) -> list[Row]:
    units: dict[tuple[int, int], list[Seat]] = defaultdict(list)
    for seat in seats:
        units[seat.lane, seat.group].append(seat)
    ordered = sorted(units.values(), key=lambda unit: min(each.clip.record.start_frame for each in unit))
    rows: dict[int, list[Row]] = defaultdict(list)
    for unit in ordered:
        for run in _runs(sorted(unit, key=lambda each: each.clip.record.start_frame)):
            _seat_run(rows[run[0].lane], run)
    return [row for lane in rows.values() for row in lane]


def _runs(unit: list[Seat]) -> list[list[Seat]]:
    """Return a group as one run, or, where its pictures lie over each other, each alone."""
    clashes = any(b.clip.record.start_frame < a.clip.record.end_frame for a, b in itertools.pairwise(unit))
    return [[each] for each in unit] if clashes else [unit]


def _rows_of_clips(seats: list[Seat]) -> list[Row]:
    rows: dict[int, list[Row]] = defaultdict(list)
    for seat in sorted(seats, key=lambda each: each.clip.record.start_frame):
        _seat_run(rows[seat.lane], [seat])
    return [row for lane in rows.values() for row in lane]


def _seat_run(rows: list[Row], run: list[Seat]) -> None:
    start = run[0].clip.record.start_frame
    row = next((each for each in rows if each.end_frame <= start), None)
    if row is None:
        row = Row(lane=run[0].lane)
        rows.append(row)
    row.seats += run
    row.end_frame = max(each.clip.record.end_frame for each in run)


def _tracks(story: Story, rows: list[Row], kind: TrackKind) -> list[Track]:
    letter = "V" if kind is TrackKind.PICTURE else "A"
    tracks = []
    for number, row in enumerate(rows, 1):
        name = f"{letter}{number}"
        clips = tuple(
            dataclasses.replace(seat.clip, id=f"{name}-{order:03}", link=seat.take)
            for order, seat in enumerate(row.seats, 1)
        )
        groups = {seat.group for seat in row.seats}
        transitions = transitions_of(story, clips, groups, kind)
        facts: dict[str, object] = {} if row.lane == 0 else {"lane": row.lane}
        tracks.append(Track(name=name, kind=kind, clips=clips, transitions=transitions, facts=facts))
    return tracks


def _linked(tracks: list[Track]) -> tuple[Track, ...]:
    """Return the tracks with takes named by their first clip; what stands alone has no link."""
    takes: dict[str, list[str]] = defaultdict(list)
    for track in tracks:
        for clip in track.clips:
            takes[clip.link].append(clip.id)
    return tuple(
        dataclasses.replace(
            track,
            clips=tuple(
                dataclasses.replace(clip, link=takes[clip.link][0] if clip.link and len(takes[clip.link]) > 1 else "")
                for clip in track.clips
            ),
        )
        for track in tracks
    )
