"""Where sounds lie in the programme: anchors and shots resolved to samples, exactly."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from posthouse.errors import ProductionError
from posthouse.fields import Anchor, AnchorKind
from posthouse.sound.sourcetime import SourceClock
from posthouse.timing import Length, Rate, Timecode, floor_sample_at_frame, floor_sample_at_time, programme_frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.signal import ChannelLayout
    from posthouse.sound.ramped import Ramp


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundFormat:
    """What placement needs of the production's format."""

    rate: Rate
    sample_rate: int
    layout: ChannelLayout
    duration_frames: int
    start: Timecode | None = None
    """The label of the programme's first frame."""

    def floor_sample(self, frame: int) -> int:
        """Return the sample a programme frame begins at."""
        return floor_sample_at_frame(frame, self.rate, self.sample_rate)

    def nearest_samples(self, length: Length) -> int:
        """Return a length in samples."""
        return length.nearest_samples(self.rate, self.sample_rate)

    @property
    def programme_samples(self) -> int:
        """Return the programme's length."""
        return self.floor_sample(self.duration_frames)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotTiming:
    """Where one shot lies in the cut, and what of its media it shows.

    ``source_in_seconds`` is the earliest source time of the shot, counted from the media's first picture; a reversed
    shot (speed below 0) plays down to it. Speed 0 is a freeze.
    """

    shot: str
    start_frame: int
    duration_frames: int
    source_in_seconds: Fraction
    speed: Fraction = Fraction(1)
    media: str
    clock: SourceClock = SourceClock()  # noqa: RUF009 - frozen
    ramp: Ramp | None = None
    """A speed that changes; ``speed`` is 1 then, and says nothing."""
    ramp_frame: int = 0
    """The frame of the ramp's curve that the shot begins with."""
    own_start_frame: int | None = None
    """Where a shot's first frame would be, if the sequence it is in were not trimmed; None: where it starts."""
    own_duration_frames: int | None = None
    """How long it would be then; None: as long as it is."""

    def on_another(self, media: str, later_seconds: Fraction, rate: Rate) -> ShotTiming:
        """Return the same moments on another media, whose beginning lies so much earlier on the clock of both."""
        ramp = self.ramp
        if ramp is not None:
            shift = later_seconds * rate.fraction
            keys = tuple(replace(key, at=key.at + shift) for key in ramp.curve.keys)
            ramp = replace(ramp, curve=replace(ramp.curve, keys=keys))
        return replace(
            self,
            media=media,
            source_in_seconds=self.source_in_seconds + later_seconds,
            clock=replace(self.clock, offset_seconds=self.clock.offset_seconds - later_seconds),
            ramp=ramp,
        )

    @property
    def end_frame(self) -> int:
        """Return the first programme frame after the shot."""
        return self.start_frame + self.duration_frames

    def source_start_seconds(self, rate: Rate) -> Fraction:
        """Return the source time at the shot's first instant: for a reversed shot, its latest."""
        return self.source_in_seconds + (rate.seconds_at(self.duration_frames) * -self.speed if self.speed < 0 else 0)

    def seconds_until(self, source_seconds: Fraction, rate: Rate) -> Fraction | None:
        """Return how long after its start a shot that is no freeze comes to a source time; None if it does not."""
        if self.ramp is not None:
            start, end = Fraction(self.ramp_frame), Fraction(self.ramp_frame + self.duration_frames)
            moment = self.ramp.curve.moment_at(source_seconds * rate.fraction, start, end)
            return None if moment is None else (moment - start) / rate.fraction
        after = (source_seconds - self.source_start_seconds(rate)) / self.speed
        return after if 0 <= after < rate.seconds_at(self.duration_frames) else None

    def source_range_seconds(self, rate: Rate) -> tuple[Fraction, Fraction]:
        """Return the source time the shot uses, (earliest, latest)."""
        if self.ramp is not None:
            frames = range(self.ramp_frame, self.ramp_frame + self.duration_frames + 1)
            places = [self.ramp.curve.position(Fraction(frame)) for frame in frames]
            return min(places) / rate.fraction, max(places) / rate.fraction
        return self.source_in_seconds, self.source_in_seconds + rate.seconds_at(self.duration_frames) * abs(self.speed)


def resolve_anchor(anchor: Anchor, shots: Mapping[str, ShotTiming], form: SoundFormat, *, who: str) -> int:
    """Return the programme sample an anchor stands for; negative before the programme.

    Args:
        anchor: where the author tied the sound.
        shots: the cut, by shot id.
        form: the production's rates.
        who: the sound, for the error: ``cue gull1``.

    Raises:
        ProductionError: no such shot, or its source time was cut away (the sound is an orphan).
    """
    if anchor.kind is AnchorKind.PROGRAMME:
        return _at_programme_time(anchor, form, who)
    shot = find_shot(anchor.shot, shots, who=who)
    match anchor.kind:
        case AnchorKind.SHOT:
            return _sample_after_start(shot, anchor.offset, form)
        case AnchorKind.SOURCE:
            return _sample_at_source(shot, anchor, form, who)
        case _ as never:
            assert_never(never)


def _at_programme_time(anchor: Anchor, form: SoundFormat, who: str) -> int:
    if not anchor.offset.is_timecode:
        return form.nearest_samples(anchor.offset)
    try:
        frame = programme_frames(anchor.offset, form.rate, form.start)
    except ValueError as problem:
        raise ProductionError(f"{who}: {problem}") from problem
    if frame < 0:
        raise ProductionError(f"{who} is at {anchor}, before the programme begins", hint=f"it begins at {form.start}")
    return form.floor_sample(frame)


def find_shot(name: str, shots: Mapping[str, ShotTiming], *, who: str) -> ShotTiming:
    """Return a shot of the cut; raises ProductionError with the nearest name where there is none."""
    if name in shots:
        return shots[name]
    uses = [each for each in shots if each.endswith(f"/{name}")]
    if uses:
        cause = f"{who} is tied to shot {name}, which is in the cut {len(uses)} times, as its sequence is"
        raise ProductionError(cause, hint=f"say which: {', '.join(uses)}")
    nearest = difflib.get_close_matches(name, shots, n=1)
    hint = f"did you mean {nearest[0]}?" if nearest else "it may have been omitted or renamed"
    raise ProductionError(f"{who} is tied to shot {name}, which is not in the cut", hint=hint)


def _sample_after_start(shot: ShotTiming, offset: Length, form: SoundFormat) -> int:
    try:
        frames = offset.nearest_frames(form.rate)
    except ValueError as problem:
        raise ProductionError(str(problem)) from problem
    start = shot.start_frame if shot.own_start_frame is None else shot.own_start_frame
    is_own = 0 <= frames < (shot.own_duration_frames or 0)
    if is_own and not shot.start_frame <= start + frames < shot.end_frame:
        cause = f"a sound is tied to frame {frames} of {shot.shot}, which the trim of its sequence leaves out"
        raise ProductionError(cause, hint="move the anchor, or trim less")
    if offset.exact_seconds(form.rate) == form.rate.seconds_at(frames):
        return form.floor_sample(start + frames)
    return floor_sample_at_time(form.rate.seconds_at(start) + offset.exact_seconds(form.rate), form.sample_rate)


def _sample_at_source(shot: ShotTiming, anchor: Anchor, form: SoundFormat, who: str) -> int:
    wanted = shot.clock.source_seconds(anchor.offset, form.rate)
    if shot.speed == 0:
        after = Fraction(0) if wanted == shot.source_in_seconds else None
    else:
        after = shot.seconds_until(wanted, form.rate)
    if after is None:
        raise ProductionError(
            f"{who} is an orphan: {anchor} is source time the cut no longer uses", hint=_nearest_fix(shot, anchor, form)
        )
    return floor_sample_at_time(form.rate.seconds_at(shot.start_frame) + after, form.sample_rate)


def _nearest_fix(shot: ShotTiming, anchor: Anchor, form: SoundFormat) -> str:
    low, high = shot.source_range_seconds(form.rate)
    wanted = shot.clock.source_seconds(anchor.offset, form.rate)
    if not shot.speed:
        return f"{shot.shot} holds one source frame; say {shot.shot}+0f to follow the cut"
    says = [shot.clock.spelled(at, anchor.offset, form.rate) for at in (low, high)]
    edge = f"{shot.shot}+0f" if (wanted < low) == (shot.speed > 0) else f"{shot.shot}+{shot.duration_frames - 1}f"
    return f"{shot.shot} now shows {says[0]} up to {says[1]}: lengthen it, remove the sound, or say at: {edge}"
