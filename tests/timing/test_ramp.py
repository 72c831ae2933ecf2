"""Speed ramps: exact integrals, whole frames, anchored to the source (law 4, exact time; law 7, anchoring)."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.timing import Ease, FrameRange, RampMap, SourceMap, SpeedCurve, SpeedKey, curve_frames_within, wrong_key

SPEEDS = st.fractions(min_value=Fraction(1, 100), max_value=8, max_denominator=100)
EASES = st.sampled_from([Ease.LINEAR, Ease.SMOOTH, Ease.HOLD])


def key(at: int, percent: int, ease: Ease = Ease.LINEAR, hold: int = 0) -> SpeedKey:
    return SpeedKey(at=Fraction(at), speed=Fraction(percent, 100), ease=ease, hold_frames=hold)


@st.composite
def rising_curves(draw: st.DrawFn) -> SpeedCurve:
    """Curves that never turn, with stands at 0% on the way."""
    steps = draw(st.lists(st.tuples(st.integers(1, 60), SPEEDS, EASES), min_size=1, max_size=5))
    at, keys = 0, [SpeedKey(at=Fraction(0), speed=draw(SPEEDS))]
    for index, (step, speed, ease) in enumerate(steps):
        at += step
        stands = index % 3 == 2 and keys[-1].speed > 0 and index < len(steps) - 1
        keys.append(
            SpeedKey(
                at=Fraction(at),
                speed=Fraction(0) if stands else speed,
                ease=Ease.LINEAR if keys[-1].speed == 0 else ease,
                hold_frames=7 if stands else 0,
            )
        )
    return SpeedCurve(keys=tuple(keys))


def test_a_linear_ramp_is_the_integral_of_its_speed() -> None:
    curve = SpeedCurve(keys=(key(0, 100), key(60, 50)))
    assert [curve.position(Fraction(t)) for t in (0, 40, 80, 90)] == [0, 35, 60, 65]
    assert curve.speed_at(Fraction(40)) == Fraction(3, 4)


def test_a_smooth_ramp_takes_as_long_and_comes_as_far() -> None:
    curve = SpeedCurve(keys=(key(0, 100), key(60, 50, Ease.SMOOTH)))
    assert curve.position(Fraction(80)) == 60
    assert curve.position(Fraction(20)) == 20 - Fraction(1, 2) * 80 * (Fraction(1, 64) - Fraction(1, 512))
    assert curve.speed_at(Fraction(0)) == 1


def test_a_held_speed_jumps_where_it_arrives() -> None:
    curve = SpeedCurve(keys=(key(0, 200), key(60, 25, Ease.HOLD)))
    assert [curve.position(Fraction(t)) for t in (15, 30, 34)] == [30, 60, 61]


def test_a_stand_lasts_as_long_as_it_says_and_a_rewind_turns() -> None:
    curve = SpeedCurve(keys=(key(0, 100), key(10, 0, hold=12), key(4, -100)))
    assert [curve.position(Fraction(t)) for t in (20, 26, 32, 44)] == [10, 10, 10, 4]
    assert curve.direction == 0


@given(rising_curves(), st.integers(-40, 40), st.integers(1, 120))
def test_a_ramp_never_runs_back_and_leaves_out_nothing_twice(curve: SpeedCurve, first: int, count: int) -> None:
    shown = RampMap(curve=curve, first_frame=first, duration_frames=count).grid_frames(FrameRange(0, count))
    assert all(a <= b for a, b in itertools.pairwise(shown))


@given(rising_curves())
def test_sections_meet_and_moments_are_where_positions_say(curve: SpeedCurve) -> None:
    for before, after in itertools.pairwise(curve.sections):
        assert before.end is not None
        assert before.position(before.end) == after.position(before.end)
    for at in (curve.keys[0].at, curve.keys[-1].at):
        moment = curve.moment_at(at, Fraction(-1000), Fraction(100_000))
        assert moment is not None
        assert abs(curve.position(moment) - at) < Fraction(1, 10**9)


@given(rising_curves(), st.integers(-30, 200), st.integers(1, 120))
def test_the_frames_within_a_range_are_exactly_those(curve: SpeedCurve, low: int, length: int) -> None:
    found = curve_frames_within(curve, low, low + length)
    assert found is not None
    ramp = RampMap(curve=curve, first_frame=found.start_frame, duration_frames=found.duration_frames)
    assert all(low <= frame < low + length for frame in ramp.grid_frames(FrameRange(0, len(found))))
    assert ramp.grid_frame(-1) < low
    assert ramp.grid_frame(len(found)) >= low + length


@given(rising_curves(), st.integers(1, 60), st.integers(1, 20))
def test_a_head_trim_changes_no_frame_that_is_left(curve: SpeedCurve, count: int, trim: int) -> None:
    whole = RampMap(curve=curve, first_frame=0, duration_frames=count + trim)
    trimmed = RampMap(curve=curve, first_frame=trim, duration_frames=count)
    assert whole.grid_frames(FrameRange(trim, trim + count)) == trimmed.grid_frames(FrameRange(0, count))


@given(SPEEDS, st.integers(0, 50), st.integers(1, 80))
def test_keyframes_of_one_speed_are_that_speed(speed: Fraction, start: int, count: int) -> None:
    keys = (SpeedKey(at=Fraction(start), speed=speed), SpeedKey(at=Fraction(start + 30), speed=speed))
    ramp = RampMap(curve=SpeedCurve(keys=keys), first_frame=0, duration_frames=count)
    plain = SourceMap(in_frame=start, duration_frames=count, speed=speed)
    span = FrameRange(0, count)
    assert ramp.grid_frames(span) == plain.grid_frames(span)
    assert [ramp.covered(k) for k in span] == [plain.covered(k) for k in span]


@given(SPEEDS, st.booleans(), st.integers(1, 60))
def test_what_frames_cover_lies_end_to_end(speed: Fraction, is_reversed: bool, count: int) -> None:  # noqa: FBT001
    retime = SourceMap(in_frame=5, duration_frames=count, speed=-speed if is_reversed else speed)
    stretches = sorted(retime.covered(k) for k in range(count))
    assert stretches[0][0] == 5
    assert all(a[1] == b[0] for a, b in itertools.pairwise(stretches))
    assert stretches[-1][1] == 5 + count * speed


def test_a_reversed_ramp_takes_its_range_from_its_end() -> None:
    curve = SpeedCurve(keys=(key(60, -100), key(0, -50)))
    found = curve_frames_within(curve, 10, 50)
    assert found is not None
    ramp = RampMap(curve=curve, first_frame=found.start_frame, duration_frames=len(found))
    assert (ramp.grid_frame(0), ramp.grid_frame(len(found) - 1)) == (49, 10)


def test_a_ramp_that_stops_has_no_frames_beyond() -> None:
    assert curve_frames_within(SpeedCurve(keys=(key(0, 100), key(20, 0))), 0, 40) is None


def test_the_frame_that_reaches_a_source_frame_is_the_first() -> None:
    ramp = RampMap(curve=SpeedCurve(keys=(key(0, 100), key(10, 0), key(0, -100))), first_frame=0, duration_frames=40)
    assert [ramp.frame_reaching(at) for at in (0, 9, 12)] == [0, 14, None]


@pytest.mark.parametrize(
    ("keys", "index", "words"),
    [
        ((key(0, 100), key(10, -100)), 1, "turns around"),
        ((key(0, 100), key(-5, 50)), 1, "towards later frames"),
        ((key(0, 0), key(10, 0)), 1, "stands still"),
        ((key(0, 0),), 0, "never leaves 0%"),
        ((key(0, 100, hold=4), key(10, 50)), 0, "only a keyframe at 0%"),
        ((key(0, -100), key(10, -50)), 1, "towards earlier frames"),
    ],
)
def test_keyframes_that_cannot_be_reached_are_told(keys: tuple[SpeedKey, ...], index: int, words: str) -> None:
    found = wrong_key(keys)
    assert found is not None
    assert found[0] == index
    assert words in found[1]
    with pytest.raises(ValueError, match="keyframe"):
        SpeedCurve(keys=keys)
