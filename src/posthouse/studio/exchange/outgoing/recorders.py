"""Dual-system sound on its way out: what is heard from a recorder is a clip of the recorder's file, to the sample.

Example: cam1 says ``sound_from: {media: lavA, sample: 504000}``; a shot from its second 2 on is heard from
sample 600000 of lavA at 48 kHz, and that is where its sound clip begins, linked to the picture.
Trap: a recorder's clock may drift. No timeline has a word for some millionths of a speed: the clip begins on its
sample, and how far off it is at its end is told.
"""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import SourceSpan, TrackKind
from posthouse.production.media_spec import FileMediaSpec, SequenceMediaSpec
from posthouse.sound.heard import FileSound
from posthouse.studio.exchange.samples import sample_note

if TYPE_CHECKING:
    from posthouse.interchange import Clip, Ledger, Timeline
    from posthouse.sound.alignment import Alignment
    from posthouse.studio.exchange.outgoing.desk import Desk
    from posthouse.timing import Rate

_MILLION = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """The recording a media is heard from."""

    media: str
    """Its name in the document."""
    alignment: Alignment
    sample_rate: int
    offset_seconds: Fraction
    """Where its sound begins against its own first picture, where it has pictures."""
    tempo: Fraction
    """How fast the time of the media that is heard runs, against the recorder's."""

    def seconds(self, media_seconds: Fraction) -> Fraction:
        """Return where in the recorder's time a moment of the media is heard."""
        first = Fraction(self.alignment.first_sample, self.sample_rate)
        return first + media_seconds * self.tempo * self.alignment.clock + self.offset_seconds


def recorder_of(name: str, desk: Desk) -> Recorder | None:
    """Return the recording a media is heard from; None where it is heard with its own sound."""
    media = desk.programme.media.get(name)
    if media is None or not isinstance(media.spec, FileMediaSpec | SequenceMediaSpec):
        return None
    said, heard = media.spec.sound_from, media.heard
    if said is None or not isinstance(heard, FileSound) or heard.alignment is None:
        return None
    recording = desk.programme.media[said.media]
    assert recording.info is not None, "what is heard was opened"
    facts, pictures = recording.info.sounds[heard.stream], recording.info.pictures
    own = recording.heard.tempo if isinstance(recording.heard, FileSound) else Fraction(1)
    return Recorder(
        media=said.media,
        alignment=heard.alignment,
        sample_rate=facts.sample_rate,
        offset_seconds=facts.start_s - pictures[0].start_s if pictures else Fraction(0),
        tempo=heard.tempo / own,
    )


def from_recorder(clip: Clip, name: str, grid: tuple[Fraction, Fraction], desk: Desk) -> Clip:
    """Return a sound clip of a media as one of the recorder it is heard from; unchanged where there is none.

    Args:
        clip: as it is of the media's own sound.
        name: the media, in the document.
        grid: the earliest and the last position of the media that is heard, on the programme's grid.
        desk: the film on its way out.
    """
    found = recorder_of(name, desk)
    if found is None:
        return clip
    rate = desk.source_rate(found.media)
    begins = found.seconds(grid[0] / desk.rate.fraction)
    lasting = (grid[1] - grid[0]) / desk.rate.fraction * found.tempo
    start = desk.first_label(found.media) + begins * rate.fraction
    _tell_drift(found, clip, lasting, desk)
    return dataclasses.replace(
        clip,
        media=desk.reference(found.media),
        source=SourceSpan(rate=rate, start=start, duration=lasting * rate.fraction),
        speed=clip.speed * found.tempo,
    )


def _tell_drift(found: Recorder, clip: Clip, lasting: Fraction, desk: Desk) -> None:
    drift = found.alignment.clock - 1
    if not drift:
        return
    off = float(abs(drift * lasting)) * 1000
    why = f"its recorder's clock drifts by {float(drift * _MILLION):+g} ppm: {off:.2f} ms off by the clip's end"
    desk.ledger.approximate(clip.id, "speed", why)


class OnFrames(enum.Enum):
    """How a format that counts in frames says on which sample a sound begins."""

    NOTED = "a note has its sample"  # on the nearest frame, with a comment (EDL)
    TICKS = "Premiere's ticks and a note have its sample"  # beside the nearest frame (Final Cut 7 XML)
    UNSAID = "nothing has its sample"  # MLT


def on_frames(timeline: Timeline, way: OnFrames, sample_rate: int, ledger: Ledger) -> Timeline:
    """Return a timeline whose sounds begin on the nearest frames of their files, with what else a format can say."""
    desk = _Noting(rate=timeline.rate, sample_rate=sample_rate, ledger=ledger, way=way)
    tracks = (
        dataclasses.replace(track, clips=tuple(desk.noted(clip) for clip in track.clips))
        if track.kind is TrackKind.SOUND
        else track
        for track in timeline.tracks
    )
    return dataclasses.replace(timeline, tracks=tuple(tracks))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noting:
    rate: Rate
    sample_rate: int
    ledger: Ledger
    way: OnFrames

    def noted(self, clip: Clip) -> Clip:
        source = clip.source
        is_plain = clip.nested is None and clip.speed == 1 and source.rate == self.rate and bool(clip.media.file)
        if not is_plain or source.start.denominator == 1:
            return clip
        available = clip.media.available
        first = available.start if available is not None else Fraction(0)
        note = sample_note((source.start - first) / source.rate.fraction, self.sample_rate)
        nearest = Fraction((source.start + Fraction(1, 2)).__floor__())
        off = float((nearest - source.start) / self.rate.fraction) * 1000
        why = f"it begins between two frames of its file: on the nearest, {off:+.1f} ms off; {self.way.value}"
        self.ledger.approximate(clip.id, "clip", why)
        source = source if self.way is OnFrames.TICKS else dataclasses.replace(source, start=nearest)
        notes = clip.notes if self.way is OnFrames.UNSAID else (*clip.notes, note)
        return dataclasses.replace(clip, source=source, notes=notes)
