"""The numbers of BT.2100's two curves, once for all that work with them.

Source: ITU-R BT.2100-2, table 4 (PQ, as in SMPTE ST 2084) and table 5 (HLG).
"""

from __future__ import annotations

import math

PQ_M1, PQ_M2 = 2610 / 16384, 2523 / 4096 * 128
PQ_C1, PQ_C2, PQ_C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
PQ_PEAK_NITS = 10_000.0

HLG_A = 0.17883277
HLG_B = 1 - 4 * HLG_A
HLG_C = 0.5 - HLG_A * math.log(4 * HLG_A)
