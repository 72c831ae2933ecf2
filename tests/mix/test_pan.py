"""Pan laws against the table of the standards sheet, 6.2."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.errors import ProductionError
from posthouse.mix import PanLaw, balance_gains, channel_gains, pan_gains
from posthouse.signal import ChannelLayout

CENTRE_DB = {
    PanLaw.LINEAR: -6.02,
    PanLaw.EQUAL_POWER: -3.01,
    PanLaw.SQUARE_ROOT: -3.01,
    PanLaw.COMPROMISE: -4.52,
    PanLaw.BALANCE: 0.0,
}
PANS = st.floats(-1, 1)


@pytest.mark.parametrize("law", CENTRE_DB)
def test_centre_is_as_quiet_as_published(law: PanLaw) -> None:
    left, right = pan_gains(0, law)
    assert left == pytest.approx(right)
    assert 20 * np.log10(left) == pytest.approx(CENTRE_DB[law], abs=0.01)


@pytest.mark.parametrize("law", list(PanLaw))
def test_hard_sides_are_one_and_nothing(law: PanLaw) -> None:
    assert pan_gains(-1, law) == pytest.approx((1, 0))
    assert pan_gains(1, law) == pytest.approx((0, 1))


@given(PANS)
def test_linear_gains_sum_to_1(pan: float) -> None:
    assert sum(pan_gains(pan, PanLaw.LINEAR)) == pytest.approx(1)


@given(PANS, st.sampled_from([PanLaw.EQUAL_POWER, PanLaw.SQUARE_ROOT]))
def test_equal_power_gains_have_constant_power(pan: float, law: PanLaw) -> None:
    left, right = pan_gains(pan, law)
    assert left**2 + right**2 == pytest.approx(1)


@given(PANS, st.sampled_from(list(PanLaw)))
def test_left_and_right_are_mirrored(pan: float, law: PanLaw) -> None:
    assert pan_gains(pan, law) == pytest.approx(pan_gains(-pan, law)[::-1], abs=1e-7)


@pytest.mark.parametrize("law", list(PanLaw))
@pytest.mark.parametrize("layout", list(ChannelLayout))
def test_centre_leaves_every_channel_exactly_as_it_was(law: PanLaw, layout: ChannelLayout) -> None:
    gains = channel_gains(layout, 0.0, 0.0, law)
    assert balance_gains(0, law) == (1, 1)
    assert gains.dtype == np.float32
    assert gains.tolist() == [1] * layout.channels


def test_pan_moves_surround_pairs_but_not_centre_and_lfe() -> None:
    gains = channel_gains(ChannelLayout.SURROUND_51, 0.0, 1.0, PanLaw.BALANCE)
    assert gains.tolist() == [0, 1, 1, 1, 0, 1]


def test_gain_is_in_decibels() -> None:
    assert channel_gains(ChannelLayout.STEREO, -20.0, 0.0, PanLaw.LINEAR).tolist() == pytest.approx([0.1, 0.1])
    assert channel_gains(ChannelLayout.STEREO, -np.inf, 0.0, PanLaw.LINEAR).tolist() == [0, 0]


def test_mono_cannot_be_panned() -> None:
    with pytest.raises(ProductionError, match="cannot be panned in a mono production"):
        channel_gains(ChannelLayout.MONO, 0.0, 0.5, PanLaw.LINEAR)
