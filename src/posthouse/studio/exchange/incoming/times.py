"""Source times as a person writes them: timecode where the media has it, else frames from its first; exact or told."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.studio.exchange.incoming.sources import label

if TYPE_CHECKING:
    from posthouse.interchange import Ledger, MediaRef
    from posthouse.timing import Rate

_HALF = Fraction(1, 2)
_A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTimes:
    """Spells source times of one media in a programme of one rate."""

    media: MediaRef
    rate: Rate
    """At which its times are counted here: the source's own."""
    programme_rate: Rate
    ledger: Ledger
    is_sound: bool = False
    """The media is only heard: its times count from its first sample, and mean samples."""
    is_rate_of_cut: bool = False
    """The cut counts every source in its own frames (MLT), whatever the rate of the media is."""
    label_ratio: Fraction = Fraction(1)
    """How many frames of ``rate`` go on one of the cut's labels: 30/25 where an EDL of 25 labels a file of 30."""

    def spelled(self, frames: Fraction, who: str) -> str:
        """Return a source time; one between two frames is told, where the nearest would be another picture."""
        frames *= self.label_ratio
        if frames < 0:
            self.ledger.approximate(who, "clip", "it begins before its media does; at its first frame")
            return self._whole(0)
        if self.is_rate_of_cut and frames:
            return _seconds(frames / self.rate.fraction)
        whole = (frames + _HALF).__floor__()
        if self.is_sound and (self._has_other_labels or frames != whole):
            return _seconds(max(Fraction(0), frames - self._origin) / self.rate.fraction)
        if frames == whole or self._grid(Fraction(whole)) == self._grid(frames):
            return self._whole(whole)
        since = frames - self._origin
        if not self.media.has_timecode or (since >= 0 and self.media.available is not None):
            return _seconds(since / self.rate.fraction)
        self.ledger.approximate(
            who, "clip", f"it begins {float(frames - whole):+.2f} frames from a frame of its source"
        )
        return self._whole(whole)

    @property
    def _has_other_labels(self) -> bool:
        """Return whether a sound's times are labels of another first sample than the one they count from here."""
        return self.media.has_timecode and self.media.available is not None

    @property
    def _origin(self) -> Fraction:
        """Return the label of the media's first frame, where it has one."""
        given = self.media.available
        return given.start if self.media.has_timecode and given is not None else Fraction(0)

    def _grid(self, frames: Fraction) -> int:
        return self.programme_rate.nearest_frames((frames - self._origin) / self.rate.fraction)

    def _whole(self, frames: int) -> str:
        if self.media.has_timecode and frames < _A_DAY * self.rate.timebase:
            return label(Fraction(frames), self.rate, self.media)
        return f"{frames - self._origin.__floor__()}f" if self.media.has_timecode else f"{frames}f"

    def is_whole(self, frames: Fraction) -> bool:
        """Return whether a source time can stand as a label or a count: in and out can be said."""
        return frames.denominator == 1 and frames >= 0 and not self.is_rate_of_cut and self.label_ratio == 1


def _seconds(seconds: Fraction) -> str:
    return f"{float(round(seconds * 10**9)) / 10**9:.9f}".rstrip("0").rstrip(".") + "s"
