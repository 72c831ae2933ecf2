"""What a reference's sound says of which file a media is: a clip's stretch of it, looked for in each file."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

import numpy as np

from posthouse.conform.evidence import Evidence, Kind
from posthouse.conform.sound_search import PRINT_RATE, can_be_asked, find_sound
from posthouse.media.library import MediaLibrary
from posthouse.studio.relinking.sound_prints import FilePrint, printed_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

    from posthouse.conform.evidence import FileFacts
    from posthouse.conform.sound_search import SoundPrint
    from posthouse.interchange import Clip
    from posthouse.studio.relinking.wanted import Use

_AGREES, _ELSEWHERE, _MISSING = 0.6, -0.6, -0.4
_ASKED = 3
"""Clips of a media that are looked for, one after the other, until one is found."""
_CODEC_SECONDS = Fraction(23, 1000)
"""What a coder puts before a sound, if nobody takes it out again: 1,024 samples of AAC at 44.1 kHz."""
_ALONE = Fraction(4, 5)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A clip, what the reference has where it is heard, and whether it is the only sound there."""

    clip: Clip
    stretch: SoundPrint
    is_alone: bool
    is_sound: bool
    """False: a picture clip, whose own sound the cut may not use."""


class SoundWitness:
    """The sound of a reference, a movie or a mixdown that begins with the cut; prints are kept until it is closed."""

    def __init__(self, work: Path, reference: Path, uses: Sequence[Use], begins: int = 0) -> None:
        """Open what files are read with; ``begins`` is the record frame of the reference's beginning."""
        self._held = ExitStack()
        self._scratch = Path(self._held.enter_context(TemporaryDirectory(prefix="posthouse-sound-")))
        self._library = self._held.enter_context(MediaLibrary(work))
        self._reference, self._uses, self._begins = reference, uses, begins
        self._prints: dict[Path, FilePrint] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._prints.clear()
        self._held.close()

    def evidence(self, use: Use, facts: FileFacts) -> Evidence | None:
        """Return what the reference says of a file; None where no clip can be asked about, or none is sure."""
        if not facts.has_sound:
            return None
        asked = self._asked(use)
        for each in asked:
            places = self._places(each, Path(facts.path))
            if places:
                return _said(use, each, facts, places)
        if any(each.is_alone for each in asked):
            return Evidence(kind=Kind.SOUND, weight=_MISSING, words="the reference's sound is not in it")
        return None

    def _asked(self, use: Use) -> list[_Asked]:
        """Return the clips to look for, those that are heard alone first, then the longest."""
        sounds = use.sounds or tuple(each.clip for each in use.clips)
        clips = [clip for clip in sounds if clip.speed == 1 and not clip.ramp and clip.nested is None]
        found = [
            _Asked(clip, stretch, bool(use.sounds) and self._is_alone(use, clip), bool(use.sounds))
            for clip in clips
            if can_be_asked(stretch := self._stretch(use, clip))
        ]
        return sorted(found, key=lambda each: (not each.is_alone, -len(each.stretch)))[:_ASKED]

    def _is_alone(self, use: Use, clip: Clip) -> bool:
        """Return whether most of a clip is heard with no other media beside it."""
        others = [each.record for other in self._uses if other is not use for each in other.sounds]
        shared = {frame for each in others for frame in each.intersection(clip.record)}
        return clip.record.duration_frames - len(shared) >= _ALONE * clip.record.duration_frames

    def _stretch(self, use: Use, clip: Clip) -> SoundPrint:
        whole = self._of(self._reference)
        first, last = (
            round((use.rate.seconds_at(frame - self._begins) - whole.begins) * PRINT_RATE)
            for frame in (clip.record.start_frame, clip.record.end_frame)
        )
        return np.asarray(whole.voices[0][max(0, first) : max(0, last)], np.float32)

    def _places(self, asked: _Asked, path: Path) -> list[Fraction]:
        """Return where, in seconds of a file, the clip's first frame is heard; of the first voice that has it."""
        print_ = self._of(path)
        for voice in print_.voices:
            places = find_sound(asked.stretch, voice)
            if places:
                return [Fraction(place.start_sample, PRINT_RATE) + print_.begins for place in places]
        return []

    def _of(self, path: Path) -> FilePrint:
        if path not in self._prints:
            self._prints[path] = printed_file(path, self._library, self._scratch / str(len(self._prints)))
        return self._prints[path]


def _said(use: Use, asked: _Asked, facts: FileFacts, places: Iterable[Fraction]) -> Evidence | None:
    wanted = _seconds_wanted(use, asked.clip, facts)
    if wanted is None:
        return Evidence(
            kind=Kind.SOUND, weight=_AGREES, words=f"it has the reference's sound, from {_at(min(places))} on"
        )
    nearest = min(places, key=lambda place: abs(place - wanted))
    if abs(nearest - wanted) <= _tolerance(use, facts):
        return Evidence(kind=Kind.SOUND, weight=_AGREES, words="it has the reference's sound, where the cut says")
    if not asked.is_sound:
        return None  # a picture may be heard with another take's sound, or slipped
    words = f"it has the reference's sound from {_at(nearest)} on, the cut says {_at(wanted)}"
    return Evidence(kind=Kind.SOUND, weight=_ELSEWHERE, words=words)


def _tolerance(use: Use, facts: FileFacts) -> Fraction:
    """Return how far off a sound may be: a time stamp lies anywhere in the frame a cut's timecode names."""
    frame = use.rate.seconds_at(1)
    is_stamped = use.wanted.has_timecode and facts.rate is None
    return max(frame + frame / 10 if is_stamped else frame * 6 / 10, _CODEC_SECONDS)


def _seconds_wanted(use: Use, clip: Clip, facts: FileFacts) -> Fraction | None:
    """Return the second of a file that the cut says the clip begins with, if it can say."""
    begins = Fraction(0)
    if use.wanted.has_timecode:
        if facts.rate is not None and facts.start_frame is not None:
            begins = facts.rate.seconds_at(facts.start_frame)
        elif facts.start_seconds is not None:
            begins = facts.start_seconds
        else:
            return None
    return clip.source.start / clip.source.rate.fraction - begins


def _at(seconds: Fraction) -> str:
    return f"{float(seconds):.3f} s"
