"""Anchors resolved to samples, exactly, at every rate and hours in."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.errors import ProductionError
from posthouse.fields import Anchor, AnchorKind
from posthouse.signal import ChannelLayout
from posthouse.sound.placement import ShotTiming, SoundFormat, resolve_anchor
from posthouse.sound.ramped import Ramp
from posthouse.sound.sourcetime import SourceClock
from posthouse.timing import BROADCAST_RATES, Length, Rate, SpeedCurve, SpeedKey

SHOT = ShotTiming(
    shot="fleet", start_frame=100, duration_frames=72, source_in_seconds=Fraction(5), media="boats", speed=Fraction(1)
)


def sample(anchor: str, form: SoundFormat, shot: ShotTiming = SHOT) -> int:
    return resolve_anchor(Anchor.parse(anchor), {"fleet": shot}, form, who="cue gull")


@pytest.mark.parametrize(
    ("anchor", "wanted"),
    [
        ("fleet", 200_000),
        ("fleet+12f", 224_000),
        ("fleet-6f", 188_000),
        ("fleet+10ms", 200_480),
        ("00:00:10:12", 504_000),
        ("1.5s", 72_000),
        ("fleet@6s", 248_000),
        ("fleet@00:00:05:12", 224_000),
    ],
)
def test_each_anchor_lies_on_its_sample_at_24(form: SoundFormat, anchor: str, wanted: int) -> None:
    assert sample(anchor, form) == wanted


@given(frame=st.integers(0, 5 * 3600 * 120), offset=st.integers(0, 71), rate=st.sampled_from(BROADCAST_RATES))
def test_anchors_drift_by_nothing_hours_in(frame: int, offset: int, rate: Rate) -> None:
    form = SoundFormat(rate=rate, sample_rate=48000, layout=ChannelLayout.STEREO, duration_frames=frame + 100)
    shot = replace(SHOT, start_frame=frame)
    exact = (frame + offset) * 48000 / rate.fraction
    assert sample(f"fleet+{offset}f", form, shot) == exact.__floor__()
    seconds = Anchor(kind=AnchorKind.SOURCE, shot="fleet", offset=Length.seconds_of(5 + rate.seconds_at(offset)))
    assert resolve_anchor(seconds, {"fleet": shot}, form, who="cue") == exact.__floor__()


def test_23976_is_exact_after_three_hours() -> None:
    rate = Rate.parse("23.976")
    form = SoundFormat(rate=rate, sample_rate=48000, layout=ChannelLayout.STEREO, duration_frames=10**6)
    assert sample("03:00:00:01", form) == (259_201 * 2002)  # one frame at 24000/1001 is 2002 samples


def test_29_97_is_exact_after_an_hour() -> None:
    rate = Rate.parse("29.97")
    form = SoundFormat(rate=rate, sample_rate=48000, layout=ChannelLayout.STEREO, duration_frames=10**6)
    # 01:00:00;00 is frame 107 892, at 1601.6 samples a frame
    assert sample("01:00:00;00", form) == 172_799_827


@pytest.mark.parametrize(("speed", "wanted"), [(2, 224_000), (Fraction(1, 2), 296_000), (-1, 296_000)])
def test_source_anchor_follows_the_retime(form: SoundFormat, speed: Fraction, wanted: int) -> None:
    assert sample("fleet@6s", form, replace(SHOT, speed=Fraction(speed))) == wanted


def test_source_timecode_counts_from_the_media_s_start(form: SoundFormat) -> None:
    clock = SourceClock(rate=Rate.parse(25), start_frame=25 * 3600)
    assert sample("fleet@01:00:06:00", form, replace(SHOT, clock=clock)) == 248_000


def test_cue_whose_moment_was_cut_away_is_an_orphan(form: SoundFormat) -> None:
    with pytest.raises(ProductionError, match=r"cue gull is an orphan: fleet@00:00:09:00") as caught:
        sample("fleet@00:00:09:00", form)
    assert "fleet now shows 00:00:05:00 up to 00:00:08:00" in caught.value.hint
    assert "fleet+71f" in caught.value.hint


def test_freeze_has_one_source_moment(form: SoundFormat) -> None:
    frozen = replace(SHOT, speed=Fraction(0))
    assert sample("fleet@5s", form, frozen) == 200_000
    with pytest.raises(ProductionError, match="orphan"):
        sample("fleet@6s", form, frozen)


def test_last_source_instant_is_used_and_the_next_is_not(form: SoundFormat) -> None:
    assert sample("fleet@7.999s", form) == 343_952
    with pytest.raises(ProductionError, match="orphan"):
        sample("fleet@8s", form)


def test_unknown_shot_is_named_with_the_nearest(form: SoundFormat) -> None:
    with pytest.raises(ProductionError, match="tied to shot fleat") as caught:
        sample("fleat+1f", form)
    assert caught.value.hint == "did you mean fleet?"


@pytest.mark.parametrize("spelling", ["01:00:10:00", "01:00:10;00"])
def test_labels_of_drop_frame_media_drop_frames_however_they_are_written(spelling: str) -> None:
    rate = Rate.parse("29.97")
    clock = SourceClock(rate=rate, start_frame=107_892, is_drop_frame=True)  # 01:00:00;00, ST 12-1
    assert clock.source_seconds(Length.parse(spelling), rate) == rate.seconds_at(300)


RAMP = Ramp(
    curve=SpeedCurve(
        keys=(SpeedKey(at=Fraction(120), speed=Fraction(1)), SpeedKey(at=Fraction(150), speed=Fraction(2)))
    ),
    rate=Rate.parse(24),
)


@pytest.mark.parametrize("shot", [SHOT, replace(SHOT, speed=Fraction(-1, 2)), replace(SHOT, ramp=RAMP)], ids=str)
def test_another_media_of_one_clock_is_heard_at_the_same_moments(form: SoundFormat, shot: ShotTiming) -> None:
    later = Fraction(7, 5)
    other = shot.on_another("wide", later, form.rate)
    wanted = Fraction(11, 2)
    assert other.media == "wide"
    assert other.seconds_until(wanted + later, form.rate) == shot.seconds_until(wanted, form.rate)
    assert sample("fleet@5.5s", form, other) == sample("fleet@5.5s", form, shot)


NESTED = replace(SHOT, start_frame=110, duration_frames=50, own_start_frame=100, own_duration_frames=72)


def test_a_shot_inside_a_sequence_counts_from_its_own_first_frame(form: SoundFormat) -> None:
    assert sample("fleet+12f", form, NESTED) == sample("fleet+12f", form, SHOT)


@pytest.mark.parametrize("anchor", ["fleet+9f", "fleet+60f"])
def test_what_the_trim_of_a_sequence_leaves_out_is_an_orphan(form: SoundFormat, anchor: str) -> None:
    with pytest.raises(ProductionError, match="which the trim of its sequence leaves out"):
        sample(anchor, form, NESTED)


def test_a_name_of_two_uses_must_say_which(form: SoundFormat) -> None:
    shots = {name: replace(SHOT, shot=name) for name in ("brawl/punch", "again/punch")}
    with pytest.raises(ProductionError, match="punch, which is in the cut 2 times") as caught:
        resolve_anchor(Anchor.parse("punch+3f"), shots, form, who="cue gull")
    assert caught.value.hint == "say which: brawl/punch, again/punch"
