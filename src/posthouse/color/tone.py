"""Tone mapping of display light from a high peak to a lower one: the EETF of BT.2390.

In PQ codes of the source's range, a curve leaves everything below a knee as it is and bends what lies above it, so that
the source's peak comes to lie at the target's. Each channel by itself: bright colors pale as they do on film.
Source: ITU-R BT.2390-10, 5.4.1, with black at 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posthouse.color.transfers.pq import decode_pq_nits, encode_pq_nits

if TYPE_CHECKING:
    from posthouse.color.operation import Rgb


def tone_map(light_nits: Rgb, source_nits: float, target_nits: float) -> Rgb:
    """Return light of at most ``target_nits``, for light up to ``source_nits``; what is brighter is clipped."""
    if source_nits <= target_nits:
        return np.clip(light_nits, 0, target_nits)
    peak = float(encode_pq_nits(np.array(source_nits)))
    top = float(encode_pq_nits(np.array(target_nits))) / peak
    knee = 1.5 * top - 0.5
    mapped = np.maximum(light_nits, 0)
    bright = mapped > decode_pq_nits(np.array(knee * peak))  # powers for what is bent, alone
    way = np.clip((encode_pq_nits(mapped[bright]) / peak - knee) / (1 - knee), 0, 1)
    bent = (
        (2 * way**3 - 3 * way**2 + 1) * knee
        + (way**3 - 2 * way**2 + way) * (1 - knee)
        + (3 * way**2 - 2 * way**3) * top
    )
    mapped[bright] = np.clip(decode_pq_nits(bent * peak), 0, target_nits)
    return mapped
