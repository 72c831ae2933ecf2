"""Dual-system sound on its way in: pictures of one media that are heard, all of them, from one recording.

Problem: another system has no ``sound_from:``; it lays a sound clip of the recorder under the picture.
Approach: a picture and a sound that belong together say which sample of the recording sounds at the media's first
picture. Where all that belong to a media say the same sample, the media says it once; else each is a cue, which is
heard at the same samples.
They belong together if they are linked, or if the sound lies under this one picture for all of its length and is
called the same or is dialogue, or does so twice at one sample.
Traps: a media that is heard with its own sound somewhere cannot take another's; a sound whose sample rate nobody knows,
as its file is not here, stays a cue.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import MediaKind, TrackKind
from posthouse.interchange.file_names import last_part
from posthouse.studio.exchange.finding import FoundMedia
from posthouse.studio.exchange.incoming.sources import media_key

if TYPE_CHECKING:
    from posthouse.interchange import Clip, MediaRef, Reading, Timeline, Track
    from posthouse.studio.exchange.incoming.sources import Key, MediaBook
    from posthouse.timing import Rate

_CLOSE = Fraction(3, 2)
"""Samples: each clip is rounded to one."""
_OFTEN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A picture and the sound that belongs to it: which recording, and its sample at the media's first picture."""

    recorder: Key
    sample: Fraction
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The recording all of a media is heard from."""

    recorder: Key
    sample: int


@dataclass(slots=True, kw_only=True)
class Recordings:
    """The recordings the media of a cut are heard from, by the keys of the media."""

    book: MediaBook
    found: dict[Key, Recording] = field(default_factory=dict)
    shown: set[Key] = field(default_factory=set)
    """The media that are seen anywhere."""

    def find(self, reading: Reading) -> None:
        """Look through all timelines for pictures that are heard, all of them, from one recording."""
        pairs: dict[Key, list[_Pair]] = {}
        own: set[Key] = set()
        timelines = (*reading.timelines[:1], *reading.nested)
        self.shown.update(media_key(clip.media) for timeline in timelines for clip in _pictures(timeline))
        for timeline in timelines:
            self._look(timeline, pairs, own)
        for picture, heard in pairs.items():
            if picture not in own and (recording := _agreed(heard)) is not None:
                self.found[picture] = recording

    def fits(self, sound: Clip, picture: Clip) -> bool:
        """Return whether a sound is of the recording its picture's media is heard from, and in its place."""
        recording = self.found.get(media_key(picture.media)) if picture.nested is None else None
        if recording is None or sound.nested is not None or media_key(sound.media) != recording.recorder:
            return False
        if not sound.record.overlaps(picture.record):
            return False
        sample = self._sample(sound, picture)
        return sample is not None and abs(sample - recording.sample) <= _CLOSE

    def is_only_heard(self, media: MediaRef) -> bool:
        """Return whether no picture of a media is in the cut."""
        return media_key(media) not in self.shown

    def write(self, sound: Clip, picture: Clip) -> None:
        """Say at a picture's media what it is heard from."""
        recording = self.found[media_key(picture.media)]
        name = self.book.name_of(picture.media, picture.source.rate)
        recorder = self.book.name_of(sound.media, sound.source.rate, sound.name)
        written = self.book.entries[name]
        entry = written if isinstance(written, dict) else {"file": written}
        self.book.entries[name] = {**entry, "sound_from": {"media": recorder, "sample": recording.sample}}

    def _look(self, timeline: Timeline, pairs: dict[Key, list[_Pair]], own: set[Key]) -> None:
        """Note the pairs of a timeline, and the media that are heard with their own sound."""
        pictures = sorted(_pictures(timeline), key=lambda clip: clip.record)
        starts = [clip.record.start_frame for clip in pictures]
        for track in timeline.of_kind(TrackKind.SOUND):
            for clip in track.clips:
                if not _is_of_file(clip):
                    continue
                if media_key(clip.media) in self.shown:
                    own.add(media_key(clip.media))
                    continue
                first, last = (bisect_left(starts, at) for at in (clip.record.start_frame, clip.record.end_frame))
                for picture in _partners(clip, pictures[first:last]):
                    if (sample := self._sample(clip, picture)) is not None:
                        pair = _Pair(
                            recorder=media_key(clip.media), sample=sample, is_sure=_is_sure(clip, picture, track)
                        )
                        pairs.setdefault(media_key(picture.media), []).append(pair)

    def _sample(self, sound: Clip, picture: Clip) -> Fraction | None:
        """Return the sample of a sound at the first picture of a media it runs with; None where it does not."""
        if not picture.speed or sound.speed != picture.speed or picture.ramp or sound.ramp:
            return None
        if last_part(picture.media.file).lower() in self.book.known_files:
            return None  # it is a media of the production already, and says itself what it is heard from
        heard = self.book.finder.find(sound.media) if self.book.finder else None
        seconds = self._seconds(sound), self._seconds(picture)
        if not isinstance(heard, FoundMedia) or not heard.sample_rate or None in seconds:
            return None
        assert seconds[0] is not None
        assert seconds[1] is not None
        rate = picture.source.duration / picture.record.duration_frames / picture.source.rate.fraction
        since = picture.record.start_frame - sound.record.start_frame
        if picture.speed < 0:
            since = sound.record.end_frame - picture.record.end_frame
        stream = seconds[0] - heard.sound_offset_seconds
        return (stream + since * rate - seconds[1]) * heard.sample_rate

    def _seconds(self, clip: Clip) -> Fraction | None:
        """Return how long after its file does a clip begin; None where nobody knows."""
        origin = self._origin(clip.media, clip.source.rate)
        return None if origin is None else (clip.source.start - origin) / clip.source.rate.fraction

    def _origin(self, media: MediaRef, rate: Rate) -> Fraction | None:
        if not media.has_timecode:
            return Fraction(0)
        found = self.book.finder.find(media) if self.book.finder else None
        own = found.reference if isinstance(found, FoundMedia) else None
        if own is not None and own.has_timecode and own.available is not None and own.available.rate == rate:
            return own.available.start
        if media.available is not None:
            return media.available.start
        return None if own is None or own.has_timecode else Fraction(0)


def _pictures(timeline: Timeline) -> list[Clip]:
    return [clip for track in timeline.of_kind(TrackKind.PICTURE) for clip in track.clips if _is_of_file(clip)]


def _is_of_file(clip: Clip) -> bool:
    is_file = clip.media.kind in {MediaKind.FILE, MediaKind.MISSING}
    return is_file and clip.nested is None and clip.is_enabled and not clip.record.is_empty


def _partners(sound: Clip, under: list[Clip]) -> list[Clip]:
    """Return the pictures a sound may belong to: linked ones, else the only one it lies under for all of its length."""
    covered = [clip for clip in under if sound.record.covers(clip.record)]
    if sound.link:
        return [clip for clip in covered if clip.link == sound.link]
    return covered if len(covered) == 1 else []


def _is_sure(sound: Clip, picture: Clip, track: Track) -> bool:
    """Return whether one look is enough: they are linked, called the same, or the sound is dialogue."""
    is_dialogue = (sound.role or track.role).lower().startswith("dialog")
    return bool(sound.link) or is_dialogue or bool(sound.name and sound.name == picture.name)


def _agreed(pairs: list[_Pair]) -> Recording | None:
    """Return the recording most pairs of a media name, if all that do name one sample of it."""
    recorder, count = Counter(pair.recorder for pair in pairs).most_common(1)[0]
    samples = sorted(pair.sample for pair in pairs if pair.recorder == recorder)
    if samples[-1] - samples[0] > _CLOSE:
        return None
    if count < _OFTEN and not any(pair.is_sure for pair in pairs if pair.recorder == recorder):
        return None
    middle = samples[len(samples) // 2]
    return Recording(recorder=recorder, sample=(middle + Fraction(1, 2)).__floor__())
