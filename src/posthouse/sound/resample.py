"""Sample rates and speeds into one another, by soxr at its very high quality, sample-exact from any position.

Problem: chunks of one conformed sound are made by separate jobs and must join as if made in one pass.
Example: 44.1 kHz to 48 kHz is a step of 147/160 source samples; output sample 160 stands exactly on source sample 147.
Approach: start the resampler at an output sample that stands on a source sample, far enough before the wanted range
that its filter has forgotten the start, and drop what comes before. soxr takes out its own delay: output sample 0
stands on the first sample it was given (tests/sound/test_resample.py measures both).
Trap: a speed such as 997/1000 has outputs that stand on source samples seconds apart; beyond ``_SEARCH_SAMPLES`` the
nearest one is taken, off by under 1/_SEARCH_SAMPLES of a sample.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction

import numpy as np
import soxr

from posthouse.signal import Sound

ReadSource = Callable[[int, int], Sound]
"""Returns source samples start..stop, (channel, sample) float32, silent outside the source."""

_FEED_SAMPLES = 1 << 15
_SEARCH_SAMPLES = 1 << 18
_LARGEST_FAST = 1 << 44  # times _SEARCH_SAMPLES, it fits 64 bits
# soxr's VHQ low-pass is under 400 samples long on each side at the lower of the two rates.
_FILTER_SAMPLES = 1024


def resampled_blocks(
    read: ReadSource, *, step: Fraction, start_samples: int, length_samples: int, channels: int
) -> Iterator[Sound]:
    """Yield output samples start..start+length, where output n is the source at position ``n * step``.

    Args:
        read: the source; positions below 0 and beyond its end are read as silence.
        step: source samples per output sample, above 0; 1 copies the source bit by bit.
        start_samples: first output sample, which may be negative.
        length_samples: number of output samples.
        channels: of the source and of what is yielded.
    """
    if step == 1:
        for low in range(start_samples, start_samples + length_samples, _FEED_SAMPLES):
            yield read(low, min(low + _FEED_SAMPLES, start_samples + length_samples))
        return
    anchor = _anchor_samples(start_samples - math.ceil(_FILTER_SAMPLES * max(Fraction(1), 1 / step)), step)
    stream = soxr.ResampleStream(step.numerator, step.denominator, channels, dtype="float32", quality="VHQ")
    position, unwanted, wanted = round(anchor * step), start_samples - anchor, length_samples
    while wanted:
        fed = np.ascontiguousarray(read(position, position + _FEED_SAMPLES).T)
        position += _FEED_SAMPLES
        made = stream.resample_chunk(fed).reshape(-1, channels).T
        kept = made[:, unwanted : unwanted + wanted]
        unwanted -= min(unwanted, made.shape[1])
        wanted -= kept.shape[1]
        if kept.shape[1]:
            yield np.ascontiguousarray(kept)


def _anchor_samples(latest: int, step: Fraction) -> int:
    """Return the last output sample not after ``latest`` that stands on a source sample, or the nearest to do so."""
    if step.denominator <= _SEARCH_SAMPLES:
        return latest // step.denominator * step.denominator
    numerator, denominator = step.numerator, step.denominator
    if denominator < _LARGEST_FAST:
        rests = (
            latest * numerator % denominator - np.arange(_SEARCH_SAMPLES) * (numerator % denominator)
        ) % denominator
        return latest - int(np.minimum(rests, denominator - rests).argmin())
    # Python's integers: numerators of odd speeds do not fit 64 bits.
    candidates = range(latest, latest - _SEARCH_SAMPLES, -1)
    return min(candidates, key=lambda n: abs((2 * n * numerator + denominator) % (2 * denominator) - denominator))
