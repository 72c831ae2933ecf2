"""Any rate, layout and speed into the production's."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.errors import MediaError
from posthouse.signal import ChannelLayout
from posthouse.sound.conform import ConformParams, conformed_blocks, conformed_range, source_layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.signal import Sound
    from tests.sound.conftest import MemorySound

PARAMS = ConformParams(
    digest="",
    stream=0,
    speed=Fraction(1),
    sample_rate=48000,
    layout=ChannelLayout.STEREO,
    start_samples=0,
    length_samples=48000,
)


class Reader:
    """An open sound, as ``SoundReader`` answers."""

    def __init__(self, source: MemorySound) -> None:
        self.source, self.sample_rate, self.channels = source, source.sample_rate, source.channels
        self.picture_offset_samples = source.picture_offset_samples

    def read(self, start_sample: int, count_samples: int) -> Sound:
        return self.source.read(start_sample, start_sample + count_samples)


def conformed(source: MemorySound, params: ConformParams) -> Sound:
    return np.concatenate(list(conformed_blocks(Reader(source), params)), axis=1)


def test_sound_that_fits_is_copied_bit_by_bit(memory_sound: type[MemorySound]) -> None:
    noise = np.random.default_rng(1).standard_normal((2, 50_000)).astype(np.float32)
    assert np.array_equal(conformed(memory_sound(noise), PARAMS), noise[:, :48000])


def test_reverse_is_the_same_samples_backwards(memory_sound: type[MemorySound]) -> None:
    noise = np.random.default_rng(1).standard_normal((2, 50_000)).astype(np.float32)
    low, high = conformed_range(Fraction(0), Fraction(50_000, 48000), Fraction(-1), 48000)
    heard = conformed(
        memory_sound(noise), replace(PARAMS, speed=Fraction(-1), start_samples=low, length_samples=high - low)
    )
    assert np.array_equal(heard, noise[:, ::-1])


@pytest.mark.parametrize("speed", [Fraction(1, 2), Fraction(2), Fraction(997, 1000), Fraction(-3, 2)])
def test_pitch_follows_speed(sine: Callable[..., Sound], memory_sound: type[MemorySound], speed: Fraction) -> None:
    source = memory_sound(sine(600, 6, sample_rate=44100), 44100)
    low, _high = conformed_range(Fraction(0), Fraction(6), speed, 48000)
    heard = conformed(source, replace(PARAMS, speed=speed, start_samples=low + 24_000))[0]
    peak = int(np.argmax(np.abs(np.fft.rfft(heard * np.hanning(48000)))))
    assert peak == round(600 * abs(speed))


def test_sound_that_begins_after_the_picture_keeps_its_place(memory_sound: type[MemorySound]) -> None:
    click = np.zeros((1, 1000), np.float32)
    click[0, 0] = 1
    heard = conformed(memory_sound(click, 48000, 2002), PARAMS)
    assert int(np.argmax(heard[0])) == 2002


def test_mono_is_heard_on_both_sides_at_minus_3_db(sine: Callable[..., Sound], memory_sound: type[MemorySound]) -> None:
    heard = conformed(memory_sound(sine(440, 1)), PARAMS)
    assert np.allclose(heard, sine(440, 1) * 10 ** (-3.0103 / 20), atol=1e-6)


@given(
    samples=st.integers(1, 10**9),
    source_rate=st.sampled_from([22050, 44100, 48000, 96000]),
    speed=st.fractions(Fraction(1, 20), 20, max_denominator=1000),
)
def test_length_is_the_ceiling_in_both_directions(samples: int, source_rate: int, speed: Fraction) -> None:
    end = Fraction(samples, source_rate)
    wanted = -((-samples * 48000 / (source_rate * speed)).__floor__())
    for direction in (speed, -speed):
        low, high = conformed_range(Fraction(0), end, direction, 48000)
        assert high - low == wanted


def test_unknown_layout_is_refused() -> None:
    with pytest.raises(MediaError, match="3 channels has no speaker layout"):
        source_layout(3)
