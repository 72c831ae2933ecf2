"""Sound between jobs: float32 samples, and what their channels are."""

from __future__ import annotations

import enum

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
"""(channel, sample) float32; full scale is 1.0, values beyond it are kept until the master."""


class ChannelLayout(enum.StrEnum):
    """A speaker layout; channels in SMPTE/ITU/WAV order (standards sheet 6.3)."""

    MONO = "mono"
    STEREO = "stereo"
    SURROUND_51 = "5.1"

    @property
    def channels(self) -> int:
        """Return the number of channels."""
        return {"mono": 1, "stereo": 2, "5.1": 6}[self]
