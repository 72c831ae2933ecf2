"""K-weighting against the coefficients and the weights of ITU-R BS.1770-5, Annex 1."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import sosfreqz

from posthouse.mastering.k_weighting import channel_weights, k_weighting_sections
from posthouse.signal import ChannelLayout

SHELF = (1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585)
HIGH_PASS = (1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621)


def test_sections_at_48_khz_are_the_published_ones() -> None:
    np.testing.assert_allclose(k_weighting_sections(48000), [SHELF, HIGH_PASS], atol=1e-13)


@pytest.mark.parametrize("sample_rate", [44100, 88200, 96000, 192000])
def test_other_rates_have_the_same_response_up_to_10_khz(sample_rate: int) -> None:
    hz = np.geomspace(20, 10_000, 60)
    _, wanted = sosfreqz(k_weighting_sections(48000), hz, fs=48000)
    _, given = sosfreqz(k_weighting_sections(sample_rate), hz, fs=sample_rate)
    np.testing.assert_allclose(20 * np.log10(np.abs(given)), 20 * np.log10(np.abs(wanted)), atol=0.06)


def test_gain_at_997_hz_is_0_691_db() -> None:
    _, response = sosfreqz(k_weighting_sections(48000), [997.0], fs=48000)
    assert 20 * np.log10(abs(response[0])) == pytest.approx(0.691, abs=0.001)


@pytest.mark.parametrize("layout", list(ChannelLayout))
def test_every_layout_has_a_weight_for_each_channel(layout: ChannelLayout) -> None:
    assert channel_weights(layout).shape == (layout.channels,)


def test_surround_counts_1_41_and_lfe_nothing() -> None:
    assert channel_weights(ChannelLayout.SURROUND_51).tolist() == [1, 1, 1, 0, 1.41, 1.41]
