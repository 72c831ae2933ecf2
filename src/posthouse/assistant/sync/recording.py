"""What syncing needs of a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from posthouse.signal import Sound


class Recording(Protocol):
    """A sound that can be read at any sample, as ``media.sound_in.SoundReader``."""

    sample_rate: int
    channels: int
    duration_samples: int

    def read(self, start_sample: int, count_samples: int) -> Sound:
        """Return (channel, sample) float32, silent outside the sound."""
        ...
