"""Loudness range: the synthetic minimum tests of EBU Tech 3342 (2023). Cases 5 and 6 need EBU's own programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.mastering import measure_loudness
from posthouse.mastering.loudness_range import loudness_range_lu
from posthouse.signal import ChannelLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.signal import Sound

# Case: levels of 20 s each, the range expected within 1 LU, the range libebur128 measures.
CASES = {
    1: ((-20, -30), 10, 10.00011),
    2: ((-20, -15), 5, 4.99937),
    3: ((-40, -20), 20, 19.99506),
    4: ((-50, -35, -20, -35, -50), 15, 14.99927),
}


@pytest.mark.parametrize("case", CASES)
def test_tech_3342_minimum_tests(case: int, tones: Callable[..., Sound]) -> None:
    levels, expected_lu, exact_lu = CASES[case]
    measured = measure_loudness([tones([(level, 20) for level in levels])], 48000, ChannelLayout.STEREO)
    assert measured.range_lu == pytest.approx(expected_lu, abs=1)
    assert measured.range_lu == pytest.approx(exact_lu, abs=0.03)


def test_silence_has_no_range() -> None:
    assert loudness_range_lu(np.zeros(2000)) == 0
    assert loudness_range_lu(np.zeros(0)) == 0
