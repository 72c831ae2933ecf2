"""Shots as the sound craft sees them: their timing, their crossfades, and which media are used at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.editorial import Shot
from posthouse.editorial.cut import Dissolve, Wipe
from posthouse.sound.place_shots import Overlap
from posthouse.sound.placement import ShotTiming
from posthouse.sound.sourcetime import SourceClock

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.editorial import Cut
    from posthouse.production.document import Document
    from posthouse.studio.sources import StudioMedia


def used_media(document: Document) -> frozenset[str]:
    """Return the names of the media that shots in the programme show and sounds play."""
    shots = [entry for entry in (*document.shots, *document.over) if not entry.omit]
    sound = document.sound
    heard = [*(cue.play for cue in sound.cues), *(bed.media for bed in (*sound.music, *sound.ambience))]
    return frozenset([*(shot.media for shot in shots), *heard])


def timing_of(shot: Shot, media: StudioMedia | None, source_in_seconds: Fraction) -> ShotTiming:
    """Return where a shot lies and what of its media it plays, as the sound craft asks."""
    clock = getattr(media.heard if media else None, "clock", SourceClock())
    return ShotTiming(
        shot=shot.shot,
        start_frame=shot.start_frame,
        duration_frames=shot.source.duration_frames,
        source_in_seconds=source_in_seconds,
        speed=shot.source.speed,
        media=shot.media,
        clock=clock,
    )


def overlaps_of(cut: Cut) -> dict[str, tuple[Overlap, Overlap]]:
    """Return, by shot, how far the sound crossfades at its head and at its tail: as far as its dissolves reach."""
    found: dict[str, tuple[Overlap, Overlap]] = {}
    for transition in cut.transitions:
        if not isinstance(transition.effect, Dissolve | Wipe):
            continue
        join = cut.events[transition.after].range.start_frame
        overlap = Overlap(
            before_frames=join - transition.range.start_frame, after_frames=transition.range.end_frame - join
        )
        before, after = cut.events[transition.before], cut.events[transition.after]
        if isinstance(before, Shot):
            head, _ = found.get(before.shot, (Overlap(), Overlap()))
            found[before.shot] = (head, overlap)
        if isinstance(after, Shot):
            _, tail = found.get(after.shot, (Overlap(), Overlap()))
            found[after.shot] = (overlap, tail)
    return found
