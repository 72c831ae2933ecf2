"""Sound of any container as float32 samples, sample-exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.media.facts import MediaInfo
    from posthouse.signal import Sound


class SoundReader:
    """One sound stream at its own rate; sample 0 is the first sample heard. Not thread-safe: one reader a thread."""

    sample_rate: int
    channels: int
    duration_samples: int
    picture_offset_samples: int
    """Where sample 0 lies against the first picture (positive: the sound begins later), nearest sample."""

    def __init__(self, path: Path, info: MediaInfo, stream: int = 0) -> None:
        raise NotImplementedError

    def read(self, start_sample: int, count_samples: int) -> Sound:
        """Return (channel, sample) float32; silence before sample 0 and past the end."""
        raise NotImplementedError

    def blocks(self, block_samples: int = 48_000, start_sample: int = 0) -> Iterator[Sound]:
        """Yield the sound in order from ``start_sample`` in blocks; the last may be shorter."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the file."""
        raise NotImplementedError
