"""Sound at other speeds: through ramps, and with its pitch kept."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.signal import hilbert

from posthouse.signal import ChannelLayout
from posthouse.sound import stretch
from posthouse.sound.conform import ConformParams, conformed_blocks
from posthouse.sound.ramped import Ramp
from posthouse.sound.spec import Pitch
from posthouse.timing import BROADCAST_RATES, Ease, Rate, SpeedCurve, SpeedKey

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.signal import Sound
    from tests.sound.conftest import MemorySound

SAMPLES = 48000
SPEEDS = [Fraction(1, 2), Fraction(4, 5), Fraction(25, 24), Fraction(3, 2), Fraction(2)]
PARAMS = ConformParams(
    digest="",
    stream=0,
    speed=Fraction(1),
    sample_rate=SAMPLES,
    layout=ChannelLayout.MONO,
    start_samples=0,
    length_samples=SAMPLES,
)
CLICKS = [int(SAMPLES * (0.5 + 0.37 * n)) for n in range(14)]
CURVE = SpeedCurve(
    keys=(
        SpeedKey(at=Fraction(24), speed=Fraction(1)),
        SpeedKey(at=Fraction(72), speed=Fraction(1, 4), ease=Ease.SMOOTH),
        SpeedKey(at=Fraction(96), speed=Fraction(2)),
    )
)
RAMP = Ramp(curve=CURVE, rate=Rate.parse(24))


class Reader:
    """An open sound, as ``SoundReader`` answers."""

    def __init__(self, source: MemorySound) -> None:
        self.source, self.sample_rate, self.channels = source, source.sample_rate, source.channels
        self.picture_offset_samples = 0

    def read(self, start_sample: int, count_samples: int) -> Sound:
        return self.source.read(start_sample, start_sample + count_samples)


def conformed(source: MemorySound, params: ConformParams) -> NDArray[np.float32]:
    return np.asarray(np.concatenate(list(conformed_blocks(Reader(source), params)), axis=1)[0])


def click_train() -> Sound:
    """Return (1, sample) clicks of a millisecond."""
    train = np.zeros((1, 6 * SAMPLES), np.float32)
    for at in CLICKS:
        train[0, at : at + 48] = np.hanning(48) * np.where(np.arange(48) % 2, 1, -1)
    return train


def click_errors_ms(heard: NDArray[np.float32], places: list[int]) -> list[float]:
    """Return how far the loudest sample near each place is from it."""
    near = 4000
    inside = [at for at in places if near <= at < len(heard) - near]
    assert len(inside) > 4
    return [(int(np.argmax(np.abs(heard[at - near : at + near]))) - near) * 1000 / SAMPLES for at in inside]


def frequency_hz(heard: NDArray[np.float32]) -> float:
    """Return the mean frequency of a tone, its ends left out."""
    phase = np.unwrap(np.angle(hilbert(heard.astype(np.float64))))[4000:-4000]
    return float(np.polyfit(np.arange(len(phase)) / SAMPLES, phase, 1)[0] / (2 * np.pi))


@pytest.mark.parametrize("speed", SPEEDS, ids=str)
def test_kept_pitch_keeps_clicks_in_their_place_and_the_length_exact(
    speed: Fraction, memory_sound: type[MemorySound]
) -> None:
    length = int(6 * SAMPLES / speed)
    params = replace(PARAMS, speed=speed, pitch=Pitch.KEPT, length_samples=length)
    heard = conformed(memory_sound(click_train()), params)
    assert heard.size == length
    assert max(map(abs, click_errors_ms(heard, [int((at + 24) / speed) for at in CLICKS]))) < 5


@pytest.mark.parametrize("speed", SPEEDS, ids=str)
def test_kept_pitch_keeps_the_frequency_within_a_thousandth(
    speed: Fraction, memory_sound: type[MemorySound], sine: object
) -> None:
    tone = memory_sound(sine(997, 4))  # type: ignore[operator] # the fixture is a function
    params = replace(PARAMS, speed=speed, pitch=Pitch.KEPT, length_samples=int(4 * SAMPLES / speed))
    heard = conformed(tone, params)
    assert frequency_hz(heard) == pytest.approx(997, rel=1e-3)


def test_kept_pitch_in_reverse_is_a_tone_of_the_same_pitch(memory_sound: type[MemorySound], sine: object) -> None:
    tone = memory_sound(sine(500, 4))  # type: ignore[operator] # the fixture is a function
    params = replace(
        PARAMS, speed=Fraction(-1, 2), pitch=Pitch.KEPT, start_samples=-6 * SAMPLES, length_samples=4 * SAMPLES
    )
    assert frequency_hz(conformed(tone, params)) == pytest.approx(500, rel=1e-3)


def test_the_same_station_is_the_same_samples(memory_sound: type[MemorySound]) -> None:
    noise = memory_sound(np.random.default_rng(1).standard_normal((1, 4 * SAMPLES)).astype(np.float32))
    params = replace(PARAMS, speed=Fraction(4, 5), pitch=Pitch.KEPT)
    assert np.array_equal(conformed(noise, params), conformed(noise, params))


def test_stations_join_without_a_click(
    memory_sound: type[MemorySound], sine: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretch, "STATION_SECONDS", 3)
    tone = memory_sound(sine(440, 8))  # type: ignore[operator] # the fixture is a function
    params = replace(PARAMS, speed=Fraction(4, 5), pitch=Pitch.KEPT, length_samples=3 * SAMPLES)
    joined = np.concatenate([conformed(tone, replace(params, start_samples=n * 3 * SAMPLES)) for n in range(3)])
    steepest = np.abs(np.diff(joined[SAMPLES : 8 * SAMPLES])).max()
    assert steepest < 1.1 * 0.5 * 2 * np.pi * 440 / SAMPLES


def test_a_ramp_plays_each_moment_when_its_curve_comes_to_it(memory_sound: type[MemorySound]) -> None:
    heard = conformed(memory_sound(click_train()), replace(PARAMS, ramp=RAMP, length_samples=7 * SAMPLES))
    moments = [CURVE.moment_at(Fraction(at + 24, SAMPLES) * 24, Fraction(0), Fraction(200)) for at in CLICKS]
    places = [int(moment / 24 * SAMPLES) for moment in moments if moment is not None]
    assert max(map(abs, click_errors_ms(heard, places))) < 0.6


def test_a_ramp_that_keeps_the_pitch_keeps_it(memory_sound: type[MemorySound], sine: object) -> None:
    tone = memory_sound(sine(997, 6))  # type: ignore[operator] # the fixture is a function
    heard = conformed(tone, replace(PARAMS, ramp=RAMP, pitch=Pitch.KEPT, length_samples=5 * SAMPLES))
    assert frequency_hz(heard) == pytest.approx(997, rel=1e-3)
    level = np.abs(hilbert(heard.astype(np.float64)))[4000:-4000]
    assert level.min() > 0.49
    assert level.max() < 0.51


def test_a_ramp_that_keeps_the_pitch_keeps_clicks_near_their_place(memory_sound: type[MemorySound]) -> None:
    train = memory_sound(click_train())
    heard = conformed(train, replace(PARAMS, ramp=RAMP, pitch=Pitch.KEPT, length_samples=7 * SAMPLES))
    moments = [CURVE.moment_at(Fraction(at + 24, SAMPLES) * 24, Fraction(0), Fraction(200)) for at in CLICKS]
    places = [int(moment / 24 * SAMPLES) for moment in moments if moment is not None]
    assert max(map(abs, click_errors_ms(heard, places))) < 10


def test_chunks_of_a_ramp_join_as_if_made_in_one(memory_sound: type[MemorySound]) -> None:
    noise = memory_sound(np.random.default_rng(2).standard_normal((1, 4 * SAMPLES)).astype(np.float32))
    whole = conformed(noise, replace(PARAMS, ramp=RAMP, length_samples=20000))
    parts = [
        conformed(noise, replace(PARAMS, ramp=RAMP, start_samples=a, length_samples=b - a))
        for a, b in ((0, 7000), (7000, 20000))
    ]
    assert np.abs(np.concatenate(parts) - whole).max() < 1e-6


def test_a_stand_is_silent(memory_sound: type[MemorySound], sine: object) -> None:
    keys = (SpeedKey(at=Fraction(0), speed=Fraction(1)), SpeedKey(at=Fraction(12), speed=Fraction(0)))
    ramp = Ramp(curve=SpeedCurve(keys=keys), rate=Rate.parse(24))
    heard = conformed(memory_sound(sine(300, 4)), replace(PARAMS, ramp=ramp, length_samples=2 * SAMPLES))  # type: ignore[operator] # a function
    assert not heard[SAMPLES + 100 :].any()


@pytest.mark.parametrize("rate", BROADCAST_RATES, ids=str)
def test_sound_and_picture_of_a_ramp_never_drift(rate: Rate) -> None:
    frames = [0, 1, 1000, 172_800]
    ramp = Ramp(curve=CURVE, rate=rate)
    samples = np.array([round(rate.seconds_at(frame) * SAMPLES) for frame in frames])
    seconds, _ = ramp.places(samples, SAMPLES)
    exact = [float(CURVE.position(ramp.moment_at(int(n), SAMPLES)) / rate.fraction) for n in samples]
    assert np.abs(seconds - exact).max() < 1e-7
