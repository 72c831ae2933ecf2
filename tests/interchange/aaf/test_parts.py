"""The parts by themselves: curves, motion, lanes, URLs, events, waves."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.interchange.aaf import curves, ids, objects
from posthouse.interchange.aaf.book import mob_id
from posthouse.interchange.aaf.lanes import lanes_of
from posthouse.interchange.aaf.media_mobs import url
from posthouse.interchange.aaf.motion import motion_of
from posthouse.interchange.aaf.sources import _path
from posthouse.timing import SourceMap
from tests.interchange.aaf.made import curve


@given(
    levels=st.lists(st.integers(-600, 120).map(lambda tenth: tenth / 10), min_size=2, max_size=6),
    step=st.integers(10, 5_000),
)
def test_gain_curve_comes_back_with_the_points_it_had(levels: list[float], step: int) -> None:
    ours = curve(*((index * step, level) for index, level in enumerate(levels)))
    points = [(at, Fraction(*curves.rational(value))) for at, value in curves.to_amplitudes(ours)]
    back = curves.from_amplitudes(points)
    for key in ours.keys:
        line = [(each.at, each.value[0]) for each in back.keys]
        assert curves.value_at(line, key.at) == pytest.approx(key.value[0], abs=0.005)


@pytest.mark.parametrize(("gain_db", "amplitude"), [(0.0, 1.0), (-6.0206, 0.5), (12.0412, 4.0), (-200.0, 0.0)])
def test_decibels_are_twenty_times_the_logarithm(gain_db: float, amplitude: float) -> None:
    assert curves.amplitude(gain_db) == pytest.approx(amplitude, rel=1e-6)
    assert curves.decibels(amplitude) == max(gain_db, curves.SILENCE_DB)


def test_straight_amplitudes_to_silence_bend_in_decibels() -> None:
    fade = curves.from_amplitudes([(Fraction(0), Fraction(1)), (Fraction(100), Fraction(0))])
    line = [(key.at, key.value[0]) for key in fade.keys]
    for at in (25, 50, 75, 90):
        assert curves.value_at(line, Fraction(at)) == pytest.approx(20 * math.log10(1 - at / 100), abs=0.1)


def test_rationals_fit_32_bits() -> None:
    for number in (0.0, 1e-6, 0.5, 1.0, 3.99, 1000.0):
        top, below = curves.rational(number)
        assert max(abs(top), below) < 1 << 31
        assert top / below == pytest.approx(number, abs=1e-9, rel=1e-6)


def motion(points: list[tuple[int, Fraction]], length: int) -> objects.Operation:
    mapped = tuple((Fraction(at), value) for at, value in points)
    parameter = objects.Parameter(name="PARAM_SPEED_OFFSET_MAP_U", id=ids.AVID_OFFSET_MAP, points=mapped)
    return objects.Operation(length=length, name="Motion Control", id=ids.VIDEO_SPEED_CONTROL, parameters=(parameter,))


@given(speed=st.fractions(Fraction(1, 4), 4, max_denominator=6), length=st.integers(1, 50), first=st.integers(0, 40))
def test_reversed_map_shows_the_forward_frames_in_the_opposite_order(speed: Fraction, length: int, first: int) -> None:
    start = Fraction(first)
    ends = start - speed
    found = motion_of(motion([(0, ends + speed * length), (length, ends)], length), 0, length, 1)
    assert (found.start, found.speed, found.length) == (start, -speed, speed * length)
    ours = SourceMap(in_frame=first, duration_frames=length, speed=found.speed)
    mirrored = SourceMap(in_frame=first, duration_frames=length, speed=speed)
    assert [ours.grid_frame(k) for k in range(length)] == [mirrored.grid_frame(k) for k in range(length)][::-1]


def test_speed_ratio_is_length_out_over_length_in() -> None:
    ratio = objects.Parameter(name="SpeedRatio", id=ids.SPEED_RATIO, value=Fraction(2))
    slow = objects.Operation(length=10, name="", id=ids.VIDEO_SPEED_CONTROL, parameters=(ratio,))
    assert motion_of(slow, 4, 6, 5).speed == Fraction(1, 2)
    assert motion_of(slow, 4, 6, 5).start == 2


def test_freeze_is_a_repeat_of_one_frame() -> None:
    still = objects.Operation(length=10, name="Video Repeat", id=ids.VIDEO_REPEAT)
    assert motion_of(still, 0, 10, 1).speed == 0


def test_transition_ends_the_view_of_both_neighbours_at_its_cut() -> None:
    media = objects.SourceClip(length=20, mob="m", slot=1)
    over = objects.Transition(length=8, cut=3)
    (lane,) = lanes_of(objects.Sequence(length=32, components=(media, over, media)))
    assert [(piece.start, piece.end, piece.at) for piece in lane.pieces] == [(0, 15, 0), (15, 32, 12)]
    assert [(join.start, join.end, join.cut) for join in lane.joins] == [(12, 20, 15)]


def test_disabled_clip_is_the_alternate_of_nothing() -> None:
    media = objects.SourceClip(length=20, mob="m", slot=1)
    choice = objects.Choice(length=20, chosen=objects.Filler(length=20), others=(media,), is_disabled=True)
    (lane,) = lanes_of(choice)
    assert [piece.is_disabled for piece in lane.pieces] == [True]


def test_channel_combiner_is_one_clip_of_many_channels() -> None:
    media = objects.SourceClip(length=20, mob="m", slot=1)
    stereo = objects.Operation(length=20, name="", id=ids.AUDIO_CHANNEL_COMBINER, inputs=(media, media))
    (lane,) = lanes_of(objects.Sequence(length=20, components=(stereo,)), is_sound=True)
    assert [piece.channels for piece in lane.pieces] == [2]


@pytest.mark.parametrize(
    ("locator", "path"),
    [
        ("file:///C%3A/Users/a%20b/x.mov", "C:/Users/a b/x.mov"),
        ("file:///D:/x.mxf", "D:/x.mxf"),
        ("file://VSD/Tools/x%20y.mxf", "//VSD/Tools/x y.mxf"),
        ("file://localhost/Users/x.wav", "/Users/x.wav"),
        ("file:////server/share/x.mov", "//server/share/x.mov"),
        ("audio/x%20y.wav", "audio/x y.wav"),
    ],
)
def test_locators_are_paths_without_quotes(locator: str, path: str) -> None:
    assert _path(locator) == path


@pytest.mark.parametrize("path", ["/media/a b#1.mov", "C:/x y/ü.mov", "//server/share/x.mov", "audio/x y.wav"])
def test_paths_come_back_from_their_url(path: str) -> None:
    assert _path(url(path)) == path


def test_identities_are_digests() -> None:
    assert str(mob_id("a", 1)) == str(mob_id("a", 1))
    assert str(mob_id("a", 1)) != str(mob_id("a", 2))
    assert str(mob_id("a")).startswith("urn:smpte:umid:060a2b34.01010105.01010f20.13000000.")
