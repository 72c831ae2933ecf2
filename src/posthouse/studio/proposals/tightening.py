"""Dialogue tightened: silences and fillers taken out of shots, picture and sound at whole frames."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.tighten import FILLERS, Room, Word, filler_spans, kept_pieces, levels_db, room_of, silences
from posthouse.errors import ProductionError
from posthouse.media.sound_in import SoundReader
from posthouse.signal import ChannelLayout
from posthouse.sound.conform import ConformParams, conformed_blocks
from posthouse.sound.heard import FileSound
from posthouse.studio.editing import cutting_room
from posthouse.studio.film import open_film
from posthouse.studio.proposals.proposal import Proposal
from posthouse.timing import FrameRange, Length

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from posthouse.production.editing import CuttingRoom
    from posthouse.sound.placement import ShotTiming
    from posthouse.studio.film import Film

_RATE = 48_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to go, and what stays around it."""

    longer: Length = Length.parse("700ms")  # noqa: RUF009 - frozen
    """Silences up to this stay."""
    handle: Length = Length.parse("160ms")  # noqa: RUF009 - frozen
    """What stays of a silence beside each word."""
    shortest: Length = Length.parse("400ms")  # noqa: RUF009 - frozen
    """A piece shorter than this is not left alone."""
    words: tuple[Word, ...] = ()
    """What a recogniser heard in the shots' media; its fillers go too."""
    fillers: tuple[str, ...] = ()
    """Which words are fillers; empty: the usual ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TightenedShot:
    """What one shot loses."""

    shot: str
    frames: int
    room: Room
    gone: tuple[FrameRange, ...]
    """In frames of the shot."""
    note: str = ""

    @property
    def gone_frames(self) -> int:
        """Return how many frames go."""
        return sum(len(span) for span in self.gone)


def proposed_tightening(
    folder: Path, shots: Sequence[str], wanted: Wanted, *, parks: bool = False
) -> tuple[Proposal, tuple[TightenedShot, ...]]:
    """Return the cut with silences and fillers taken out of shots, and what each loses.

    Args:
        folder: the production.
        shots: by id.
        wanted: what goes.
        parks: whether work that hangs on what goes is kept as comments; else it is refused.

    Raises:
        ProductionError: no such shot, or one that cannot be tightened.
    """
    room = cutting_room(folder, parks=parks)
    with open_film(folder) as film:
        found = tuple(_tightened(film, shot, wanted) for shot in shots)
    for each in found:
        _extract(room, each)
    return Proposal(draft=room.draft), found


def _extract(room: CuttingRoom, each: TightenedShot) -> None:
    """Take the spans of a shot out, first first: so its pieces are counted in their order."""
    piece, begins = each.shot, 0
    for span in each.gone:
        edited = room.extract(f"{piece}+{span.start_frame - begins}f", f"{piece}+{span.end_frame - begins}f")
        piece = next((change.shot for change in edited.shots if change.kind == "new"), piece)
        begins = span.end_frame


def _tightened(film: Film, shot: str, wanted: Wanted) -> TightenedShot:
    timing = _timing(film, shot)
    media = film.programme.media[timing.media]
    heard = media.heard
    if not isinstance(heard, FileSound):
        raise ProductionError(f"shot {shot} has no sound of a file", hint="name shots with dialogue")
    if timing.speed != 1 or timing.ramp is not None:
        raise ProductionError(f"shot {shot} is not at its own speed", hint="tighten it before it is retimed")
    rate = film.production.document.format.rate
    levels = levels_db(_sound_of(film, timing, heard), _RATE)
    room = room_of(levels)
    spans = [
        (silence.start_seconds, silence.end_seconds)
        for silence in silences(levels, room, longest_seconds=float(wanted.longer.exact_seconds(rate)))
    ]
    pieces = kept_pieces(
        spans,
        frames=timing.duration_frames,
        rate=rate,
        handle_frames=wanted.handle.nearest_frames(rate),
        shortest_frames=wanted.shortest.nearest_frames(rate),
    )
    fillers = [_in_shot(span, timing, heard) for span in filler_spans(wanted.words, wanted.fillers or FILLERS)]
    spoken = kept_pieces(fillers, frames=timing.duration_frames, rate=rate, handle_frames=0, shortest_frames=0)
    gone = _joined([*_gaps(pieces, timing.duration_frames), *_gaps(spoken, timing.duration_frames)])
    if gone == [FrameRange(0, timing.duration_frames)]:
        raise ProductionError(f"nothing of shot {shot} would stay", hint="extract it, if that is meant")
    note = "" if room.is_clear else "the voice does not stand out of its room: silences cannot be told"
    return TightenedShot(shot=shot, frames=timing.duration_frames, room=room, gone=tuple(gone), note=note)


def _timing(film: Film, shot: str) -> ShotTiming:
    """Return what a shot is heard with: of a version, the footage it was made of."""
    from posthouse.production.sentences import nearest  # late: only for a message

    timings = {each.timing.shot: each.heard or each.timing for each in film.programme.scene.shots}
    if shot not in timings:
        raise ProductionError(f"there is no shot {shot} that is heard", hint=nearest(shot, list(timings)))
    return timings[shot]


def _sound_of(film: Film, timing: ShotTiming, heard: FileSound) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return (1, sample) what a shot is heard with, as it lies under its frames."""
    rate = film.production.document.format.rate
    known = [each for each in film.programme.media.values() if each.info and each.info.digest == heard.digest]
    recording = known[0]
    assert recording.path is not None
    assert recording.info is not None
    params = ConformParams(
        digest=heard.digest,
        stream=heard.stream,
        speed=heard.tempo,
        sample_rate=_RATE,
        layout=ChannelLayout.MONO,
        start_samples=(timing.source_in_seconds * _RATE).__floor__(),
        length_samples=(rate.seconds_at(timing.duration_frames) * _RATE).__floor__(),
        alignment=heard.alignment,
    )
    reader = SoundReader(recording.path, recording.info, heard.stream, library=film.library)
    try:
        return np.concatenate(list(conformed_blocks(reader, params)), axis=1)
    finally:
        reader.close()


def _in_shot(span: tuple[float, float], timing: ShotTiming, heard: FileSound) -> tuple[float, float]:
    """Return seconds of a recording as seconds of a shot that plays it."""
    clock = heard.alignment.clock if heard.alignment else Fraction(1)
    start, end = (
        float(heard.offset_seconds / heard.tempo - timing.source_in_seconds) + at / float(clock * heard.tempo)
        for at in span
    )
    return start, end


def _gaps(pieces: Sequence[FrameRange], frames: int) -> list[FrameRange]:
    """Return what lies between pieces of a shot."""
    edges = [0, *(edge for piece in pieces for edge in (piece.start_frame, piece.end_frame)), frames]
    return [FrameRange(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]


def _joined(spans: Sequence[FrameRange]) -> list[FrameRange]:
    """Return ranges that may overlap as ranges that do not, in order."""
    found: list[FrameRange] = []
    for span in sorted(spans):
        if found and span.start_frame <= found[-1].end_frame:
            found[-1] = found[-1].hull(span)
        else:
            found.append(span)
    return found
