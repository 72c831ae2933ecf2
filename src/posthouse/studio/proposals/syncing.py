"""Sync proposed: each camera's sound from the recorder that ran with it, ``sound_from:`` in the document."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.assistant.sync import Found, Listened, Refused, Verdict, listen, sync_by_timecode, sync_by_waveform
from posthouse.errors import ProductionError
from posthouse.media.sound_in import SoundReader
from posthouse.production.dual_spec import spelled_drift
from posthouse.production.media_spec import FileMediaSpec
from posthouse.studio.proposals.clocks import start_clock
from posthouse.studio.proposals.proposal import Bench, Proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from posthouse.media.facts import SoundFacts
    from posthouse.production.splice import Value
    from posthouse.studio.sources import StudioMedia

AGREE_SECONDS = Fraction(1, 10)
"""Timecode and waveform that are this near mean the same place; timecode counts frames, not samples."""
_ALIKE_SECONDS = 1.0
_ALIKE_CONFIDENCE = 0.1
"""Recordings of one take (a mix, its microphones) that differ by less than both fit alike: none is the better one."""


class By(enum.StrEnum):
    """What two recordings are laid over each other by."""

    WAVEFORM = "waveform"
    TIMECODE = "timecode"
    AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """One pair that was tried."""

    reference: str
    other: str
    verdict: Verdict
    by: By
    first_sample: int = 0
    """The other's sample that sounds as the reference's first picture comes on."""
    note: str = ""

    @property
    def found(self) -> Found | None:
        """Return the line; None where it was refused."""
        return self.verdict if isinstance(self.verdict, Found) else None


@dataclass(slots=True)
class Syncing:
    """Tries pairs of a production's media; each is listened to once."""

    bench: Bench
    by: By = By.AUTO
    tell: Callable[[str, str], None] | None = None
    """Hears of each pair before its sounds are compared, which takes seconds."""
    _heard: dict[str, Listened] = field(default_factory=dict)
    _readers: list[SoundReader] = field(default_factory=list)

    def close(self) -> None:
        """Close every sound that was opened."""
        for reader in self._readers:
            reader.close()

    def proposed(self, names: Sequence[str] = ()) -> tuple[Proposal, tuple[Synced, ...]]:
        """Return the change, and every pair that was tried.

        Args:
            names: cameras and recorders in any order, or media of one kind, the reference first; without, every
                camera and every recorder.
        """
        rows: list[Synced] = []
        for reference, others in self._pairs(names):
            tried = [self.tried(reference, other) for other in others]
            if not is_recorder(self.opened(reference)):
                tried = self._chosen(tried)
            rows += tried
        return Proposal(draft=self.bench.draft), tuple(rows)

    def _chosen(self, tried: list[Synced]) -> list[Synced]:
        """Write which recording a camera is heard from; return the rows, those that fit as well with a note."""
        found = [row for row in tried if row.found]
        if not found:
            return tried
        best = max(found, key=_worth)
        alike = [row for row in found if _is_alike(row, best)]
        written = self.bench.draft.at(("media", best.reference, "sound_from", "media"))
        chosen = next((row for row in alike if row.other == written), alike[0])
        self._write(chosen)
        others = [row for row in alike if row is not chosen]
        return [with_note(row, f"fits as well as {chosen.other}") if row in others else row for row in tried]

    def _pairs(self, names: Sequence[str]) -> list[tuple[str, list[str]]]:
        if names:
            if len(set(names)) < 2:
                raise ProductionError("a sync takes two media at least", hint="name a camera and its recorders")
            named = [self.opened(name) for name in dict.fromkeys(names)]
        else:
            named = list(self.bench.media.values())
        recorders = [each.name for each in named if is_recorder(each)]
        cameras = [each.name for each in named if is_camera(each)]
        if names and not (cameras and recorders):
            return [(named[0].name, [each.name for each in named[1:]])]
        if not cameras or not recorders:
            lacking = "footage" if not cameras else "sound file"
            hint = "name a pair: posthouse sync --media cam take"
            raise ProductionError(f"there is no {lacking} to sync", hint=hint)
        return [(camera, recorders) for camera in cameras]

    def opened(self, name: str) -> StudioMedia:
        """Return a media that is a file.

        Raises:
            ProductionError: there is none of the name, or it is no file.
        """
        media = self.bench.named(name)
        if media.info is None or not isinstance(media.spec, FileMediaSpec):
            raise ProductionError(f"{name} is no file", hint="name footage or a sound file")
        return media

    def tried(self, reference: str, other: str) -> Synced:
        """Return what can be said of one pair."""
        by_timecode = self._by_timecode(reference, other) if self.by is not By.WAVEFORM else None
        if self.by is By.TIMECODE:
            verdict = by_timecode or Refused(reason=self._without_timecode(reference, other))
            return self._row(reference, other, verdict, By.TIMECODE)
        by_waveform = self._by_waveform(reference, other)
        row = self._row(reference, other, by_waveform, By.WAVEFORM)
        if not isinstance(by_timecode, Found):
            return row
        coded = self._row(reference, other, by_timecode, By.TIMECODE)
        if isinstance(by_waveform, Refused):
            return replace(coded, note=f"by timecode only; of the sound: {by_waveform.reason}")
        return replace(row, note=_compared(self.seconds(row), self.seconds(coded)))

    def _by_timecode(self, reference: str, other: str) -> Verdict | None:
        first, second = (start_clock(self.opened(name)) for name in (reference, other))
        return None if first is None or second is None else sync_by_timecode(first, second)

    def _without_timecode(self, *names: str) -> str:
        lacking = [name for name in names if start_clock(self.opened(name)) is None]
        return f"{' and '.join(lacking)} {'has' if len(lacking) == 1 else 'have'} no timecode"

    def _by_waveform(self, reference: str, other: str) -> Verdict:
        for name in (reference, other):
            info = self.opened(name).info
            if info is None or not info.sounds:
                return Refused(reason=f"{name} has no sound")
        if self.tell is not None:
            self.tell(reference, other)
        return sync_by_waveform(self._listened(reference), self._listened(other))

    def _listened(self, name: str) -> Listened:
        if name not in self._heard:
            media = self.opened(name)
            assert media.path is not None
            assert media.info is not None
            reader = SoundReader(media.path, media.info, _stream(media), library=self.bench.library)
            self._readers.append(reader)
            self._heard[name] = listen(reader)
        return self._heard[name]

    def _row(self, reference: str, other: str, verdict: Verdict, by: By) -> Synced:
        if isinstance(verdict, Refused):
            return Synced(reference=reference, other=other, verdict=verdict, by=by)
        media, recorded = self.opened(reference), self.opened(other)
        assert media.info is not None
        assert recorded.info is not None
        if not recorded.info.sounds:
            return Synced(reference=reference, other=other, verdict=Refused(reason=f"{other} has no sound"), by=by)
        rate = recorded.info.sounds[_stream(recorded)].sample_rate
        # A waveform's second 0 is the first sample of sound; a picture may have come on before or after it.
        late = Fraction(0)
        if by is By.WAVEFORM and media.info.pictures:
            late = media.info.sounds[_stream(media)].start_s - media.info.pictures[0].start_s
        exact = (verdict.start_seconds - verdict.clock * late) * rate
        return Synced(
            reference=reference,
            other=other,
            verdict=verdict,
            by=by,
            first_sample=(exact + Fraction(1, 2)).__floor__(),
            note=verdict.note,
        )

    def seconds(self, row: Synced) -> Fraction:
        """Return the other's sample that was found, in seconds of its sound."""
        return Fraction(row.first_sample, self.sound_of(row.other).sample_rate)

    def sound_of(self, name: str) -> SoundFacts:
        """Return what is known of the sound a media is heard with."""
        media = self.opened(name)
        assert media.info is not None
        return media.info.sounds[_stream(media)]

    def _write(self, row: Synced) -> None:
        """Say in the draft what was found."""
        assert row.found is not None
        said: dict[str, Value] = {"media": row.other, "sample": row.first_sample}
        if row.found.clock != 1:
            said["drift"] = spelled_drift(row.found.clock)
        draft = self.bench.draft
        written = draft.at(("media", row.reference))
        if isinstance(written, str):
            draft.set(("media", row.reference), {"file": written, "sound_from": said})
        else:
            draft.set(("media", row.reference, "sound_from"), said)


def _worth(row: Synced) -> tuple[float, float]:
    """Return what of several recordings is best: the one that ran along longest, then the surest."""
    assert row.found is not None
    low, high = row.found.overlap_seconds
    return round(float(high - low), 1), row.found.confidence


def _is_alike(row: Synced, best: Synced) -> bool:
    """Return whether a recording fits a camera no worse than the best one, but by chance."""
    seconds, confidence = (first - second for first, second in zip(_worth(best), _worth(row), strict=True))
    return seconds <= _ALIKE_SECONDS and confidence <= _ALIKE_CONFIDENCE


def with_note(row: Synced, note: str) -> Synced:
    """Return a row that says more."""
    return replace(row, note="; ".join(part for part in (row.note, note) if part))


def _compared(heard: Fraction, coded: Fraction) -> str:
    apart = float(heard - coded)
    if abs(heard - coded) <= AGREE_SECONDS:
        return f"timecode agrees within {abs(apart) * 1000:.1f} ms"
    return f"timecode says {abs(apart):.3f} s {'earlier' if apart > 0 else 'later'}: one of the clocks was not set"


def _stream(media: StudioMedia) -> int:
    return (media.spec.sound_stream if isinstance(media.spec, FileMediaSpec) else None) or 0


def is_recorder(media: StudioMedia) -> bool:
    """Return whether a media is a file of sound alone."""
    return isinstance(media.spec, FileMediaSpec) and media.info is not None and not media.info.pictures


def is_camera(media: StudioMedia) -> bool:
    """Return whether a media is a file of moving pictures."""
    is_moving = media.info is not None and bool(media.info.pictures) and media.info.kind != "still"
    return isinstance(media.spec, FileMediaSpec) and is_moving
