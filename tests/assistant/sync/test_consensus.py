"""One line through many lags."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.assistant.sync.consensus import consensus
from posthouse.assistant.sync.windows import Lag


def lag(middle: float, value: float) -> Lag:
    return Lag(middle=middle, lag=value, height=10.0, rival=0.0, is_inverted=False)


@given(
    slope=st.floats(-2e-3, 2e-3),
    start=st.floats(-1e7, 1e7),
    wrong=st.lists(st.tuples(st.integers(0, 19), st.floats(1e3, 1e5)), max_size=8, unique_by=lambda each: each[0]),
)
def test_lags_that_are_wrong_do_not_move_the_line(slope: float, start: float, wrong: list[tuple[int, float]]) -> None:
    at = np.arange(20) * 48_000.0
    values = start + slope * at
    for index, off in wrong:
        values[index] += off * (1 + index)
    found = consensus([lag(a, v) for a, v in zip(at, values, strict=True)], tolerance=24, steepest=2.2e-3)
    assert found is not None
    assert found.slope == pytest.approx(slope, abs=1e-8)
    assert found.lag_at(0) == pytest.approx(start, abs=1e-2)
    assert len(found.agreeing) == 20 - len(wrong)


def test_one_lag_is_no_line() -> None:
    assert consensus([lag(0, 1)], tolerance=1, steepest=1) is None
