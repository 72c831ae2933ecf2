"""Float samples to integer PCM: 24 bits by rounding, 16 bits with dither where there is something to dither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.signal import Sound

DITHER_SEED = 0x706F7374


def pcm_bytes(sound: Sound, bits: int, start_samples: int) -> tuple[bytes, int]:
    """Return interleaved little-endian integer PCM, and how many samples were beyond full scale and are cut off there.

    Full scale 1.0 is 2**(bits-1), so integers read as float come back the same. 24 bits are rounded. 16 bits get
    triangular dither of +-1 step, the same for a place in the programme in every run; a block whose samples all lie on
    the 16-bit grid already is not dithered.

    Args:
        sound: (channel, sample) float32.
        bits: 16 or 24.
        start_samples: the place of the block's first sample, which decides its dither.
    """
    scale = 1 << (bits - 1)
    scaled = sound.T.astype(np.float64) * scale
    stepped = np.rint(scaled)
    if bits == 16 and not np.array_equal(stepped, scaled):
        stepped = np.rint(scaled + _triangular_dither(scaled.shape, start_samples))
    clipped = int(np.count_nonzero((stepped > scale - 1) | (stepped < -scale)))
    codes = np.clip(stepped, -scale, scale - 1).astype("<i4")
    return _packed(codes, bits), clipped


def _packed(codes: NDArray[np.int32], bits: int) -> bytes:
    octets = np.ascontiguousarray(codes).view(np.uint8).reshape(-1, 4)
    return octets[:, : bits // 8].tobytes()


def _triangular_dither(shape: tuple[int, ...], start_samples: int) -> NDArray[np.float64]:
    random = np.random.Generator(np.random.Philox(key=DITHER_SEED, counter=start_samples << 16))
    return random.random(shape) - random.random(shape)
