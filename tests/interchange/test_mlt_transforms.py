"""Transforms in MLT: what Kdenlive's and Shotcut's filters come to, what we write, and what melt shows of it."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from posthouse.interchange import Curve, Key, Outcome, Track, TrackKind, Transform
from posthouse.interchange.mlt import kdenlive, read, write
from posthouse.timing import Rate
from tests.interchange.test_mlt import clip, timeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.interchange import Clip, Reading
    from posthouse.interchange.timeline import Writing

MELT = shutil.which("melt")
SIZE = (1920, 1080)
HEAD = (
    '<mlt><profile width="1920" height="1080" frame_rate_num="25" frame_rate_den="1"/>'
    '<producer id="p" in="0" out="999"><property name="resource">/media/a.mov</property>{media}</producer>'
    '<playlist id="l"><entry producer="p" in="10" out="59"><filter {where}>{words}</filter></entry></playlist>'
    '<tractor id="t"><track producer="l"/></tractor></mlt>'
)


def told(folder: Path, where: str = "", media: tuple[int, int] | None = SIZE, **words: str) -> Reading:
    """Return what a clip of 50 frames from frame 10 on says with a filter; ``__`` stands for a dot."""
    said = {name.replace("__", "."): value for name, value in words.items()}
    size = {} if media is None else {"meta.media.width": str(media[0]), "meta.media.height": str(media[1])}
    spelled = ["".join(f'<property name="{k}">{v}</property>' for k, v in each.items()) for each in (size, said)]
    path = folder / "cut.mlt"
    path.write_text(HEAD.format(media=spelled[0], where=where, words=spelled[1]))
    return read(path)


def only(reading: Reading) -> Clip:
    return reading.timelines[0].of_kind(TrackKind.PICTURE)[0].clips[0]


def values(curve: Curve | None) -> list[tuple[int, tuple[float, ...], str]]:
    assert curve is not None
    return [(int(key.at), tuple(round(part, 6) for part in key.value), key.ease) for key in curve.keys]


def lost(reading: Reading) -> list[tuple[Outcome, str]]:
    return [(e.outcome, e.reason) for e in reading.ledger.entries if e.outcome is not Outcome.KEPT]


def test_kdenlives_transform_counts_its_keys_in_source_frames(tmp_path: Path) -> None:
    rect = "00:00:00.400=0 0 1920 1080 1;35|=480 270 960 540 0.5;59=0 0 960 540 0.5"
    found = only(told(tmp_path, mlt_service="qtblend", rect=rect, distort="0", rotate_center="1"))
    assert found.transform is not None
    middle, corner = (0.5, 0.5), (0.25, 0.25)
    assert values(found.transform.position) == [(0, middle, "linear"), (25, middle, "hold"), (49, corner, "linear")]
    whole, half = (1.0, 1.0), (0.5, 0.5)
    assert values(found.transform.scale) == [(0, whole, "linear"), (25, half, "hold"), (49, half, "linear")]
    assert values(found.opacity) == [(0, (1.0,), "linear"), (25, (0.5,), "hold"), (49, (0.5,), "linear")]


def test_shotcuts_filter_counts_from_its_own_in_point(tmp_path: Path) -> None:
    words = {"mlt_service": "affine", "transition__rect": "0=0 0 1920 1080 1;20=960 540 960 540 1"}
    reading = told(
        tmp_path, 'in="10" out="59"', SIZE, **words, transition__repeat_off="1", transition__fix_rotate_x="30"
    )
    found = only(reading).transform
    assert found is not None
    assert values(found.position) == [(0, (0.5, 0.5), "linear"), (20, (0.75, 0.75), "linear")]
    assert values(found.rotation) == [(0, (30.0,), "linear")]
    assert lost(reading) == []


def test_percents_are_parts_of_the_profile(tmp_path: Path) -> None:
    found = only(told(tmp_path, mlt_service="affine", transition__rect="25%/50%:50%x50%:75%"))
    assert found.transform is not None
    assert values(found.transform.position) == [(0, (0.5, 0.75), "linear")]
    assert values(found.transform.scale) == [(0, (0.5, 0.5), "linear")]
    assert values(found.opacity) == [(0, (0.75,), "linear")]


def test_a_narrow_picture_is_fitted_into_its_rectangle(tmp_path: Path) -> None:
    """A 4:3 picture, 1440 wide in the frame, in a rectangle 960 x 1080: 960 wide, in its middle."""
    found = only(told(tmp_path, media=(640, 480), mlt_service="qtblend", rect="0 0 960 1080 1", distort="0")).transform
    assert found is not None
    assert values(found.scale) == [(0, (round(960 / 1440, 6),) * 2, "linear")]
    assert values(found.position) == [(0, (0.25, 0.5), "linear")]


def test_distort_fills_the_rectangle_whatever_the_shape(tmp_path: Path) -> None:
    found = only(told(tmp_path, media=(640, 480), mlt_service="qtblend", rect="0 0 1920 1080 1", distort="1")).transform
    assert found is not None
    assert values(found.scale) == [(0, (round(1920 / 1440, 6), 1.0), "linear")]


def test_affine_lays_a_narrow_picture_to_the_left_unless_told(tmp_path: Path) -> None:
    rect = {"mlt_service": "affine", "transition__rect": "0 0 1920 1080 1"}
    left = only(told(tmp_path, "", (640, 480), **rect)).transform
    right = only(told(tmp_path, "", (640, 480), **rect, transition__halign="right")).transform
    assert left is not None
    assert right is not None
    assert values(left.position) == [(0, (0.375, 0.5), "linear")]
    assert values(right.position) == [(0, (0.625, 0.5), "linear")]


def test_an_old_rotation_turns_around_the_corner(tmp_path: Path) -> None:
    found = only(told(tmp_path, mlt_service="qtblend", rect="480 270 960 540 1", rotation="10")).transform
    assert found is not None
    assert values(found.anchor) == [(0, (0.0, 0.0), "linear")]
    assert values(found.position) == [(0, (0.25, 0.25), "linear")]


def test_a_crop_is_in_parts_of_the_picture(tmp_path: Path) -> None:
    found = only(told(tmp_path, media=(640, 480), mlt_service="qtcrop", rect="192 108 1536 540 1")).transform
    assert found is not None
    assert values(found.crop) == [(0, (0.1, 0.1, 0.1, 0.4), "linear")]


def test_a_filter_on_a_part_of_a_clip_holds_there_only(tmp_path: Path) -> None:
    where = 'in="20" out="29"'
    found = only(told(tmp_path, where, mlt_service="qtblend", rect="480 270 960 540 1", distort="0")).transform
    assert found is not None
    assert values(found.scale) == [
        (0, (1.0, 1.0), "hold"),
        (10, (0.5, 0.5), "hold"),
        (20, (1.0, 1.0), "linear"),
    ]


def test_a_dimming_to_black_is_an_opacity_and_is_told(tmp_path: Path) -> None:
    reading = told(tmp_path, mlt_service="brightness", level="10=0;34=1", alpha="1")
    assert values(only(reading).opacity) == [(0, (0.0,), "linear"), (24, (1.0,), "linear")]
    assert lost(reading)[0] == (Outcome.APPROXIMATED, "it dims to black; here it gets clear, which is alike over black")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"mlt_service": "qtblend", "rect": "10~=0 0 1920 1080 1;59=0 0 960 540 1"}, "MLT's own curves"),
        (
            {"mlt_service": "affine", "transition__rect": "0 0 960 540 1", "transition__ox": "5"},
            "ox of it are not read",
        ),
        ({"mlt_service": "affine", "transition__rect": "10=0 0 960 540 1;20=0 0 1920 1080 1"}, "repeats it"),
        ({"mlt_service": "qtcrop", "rect": "0 0 960 540 1", "circle": "1"}, "its crop is round"),
    ],
)
def test_what_is_not_exact_is_told(tmp_path: Path, words: dict[str, str], why: str) -> None:
    reasons = [reason for outcome, reason in lost(told(tmp_path, "", SIZE, **words)) if outcome is Outcome.APPROXIMATED]
    assert any(why in reason for reason in reasons)


@pytest.mark.parametrize("rect", ["", "x", "1 2 3", "a=b;c=d", "0=0 0 1e999 5 1", "=", ";;;"])
def test_rectangles_that_are_none_are_told_or_the_whole_frame(tmp_path: Path, rect: str) -> None:
    reading = told(tmp_path, mlt_service="qtblend", rect=rect)
    assert only(reading).transform is None or rect == ""


def test_a_pictures_fades_are_alpha_and_come_back(tmp_path: Path) -> None:
    made = clip("a", 0, 40, 5, fade_in=8, fade_out=12)
    writing = write((timeline(Track(name="V1", kind=TrackKind.PICTURE, clips=(made,))),), name="cut")
    path = tmp_path / "cut.mlt"
    path.write_bytes(writing.files["cut.mlt"])
    assert b"5=0.111111;13=1" in writing.files["cut.mlt"]
    assert b"32=1;44=0.0769231" in writing.files["cut.mlt"]
    assert b"volume" not in writing.files["cut.mlt"]
    found = only(read(path))
    assert (found.fade_in, found.fade_out, found.opacity) == (8, 12, None)


def test_pictures_lie_in_the_middle_but_in_nests_that_are_shown_smaller() -> None:
    """``composite`` takes the middle of the whole frame, also of one that is rendered smaller."""
    inner = dataclasses.replace(
        timeline(Track(name="V1", kind=TrackKind.PICTURE, clips=(clip("a", 0, 20, 5),))), id="in"
    )
    shown = [
        dataclasses.replace(clip("n", 0, 20, 0), nested="in", transform=transform)
        for transform in (None, Transform(scale=Curve.constant(0.5, 0.5)))
    ]
    cuts = [timeline(Track(name="V1", kind=TrackKind.PICTURE, clips=(each,))) for each in shown]
    centered = [write((cut, inner), name="cut").files["cut.mlt"].count(b"centre") for cut in cuts]
    assert centered == [2, 1]


def test_without_a_frame_size_a_rectangle_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cut.mlt"
    words = '<property name="mlt_service">qtblend</property><property name="rect">0 0 9 9 1</property>'
    path.write_text(HEAD.format(media="", where="", words=words).replace('width="1920"', 'width="0"'))
    reading = read(path)
    assert only(reading).transform is None
    assert next(reason for _, reason in lost(reading)) == "the filter qtblend is MLT's own"


def moves() -> list[Transform]:
    fly = Curve(keys=(Key(at=Fraction(0), value=(0.2, 0.3)), Key(at=Fraction(19), value=(0.8, 0.6))))
    grow = Curve(keys=(Key(at=Fraction(0), value=(0.3, 0.3), ease="hold"), Key(at=Fraction(12), value=(0.9, 0.9))))
    return [
        Transform(position=Curve.constant(0.3, 0.4), scale=Curve.constant(0.5, 0.5)),
        Transform(position=fly, scale=Curve.constant(0.4, 0.4)),
        Transform(position=Curve.constant(0.5, 0.5), scale=grow),
        Transform(position=Curve.constant(0.5, 0.5), scale=Curve.constant(0.6, 0.6), rotation=Curve.constant(30.0)),
        Transform(position=Curve.constant(0.6, 0.4), scale=Curve.constant(0.6, 0.9)),
    ]


@pytest.mark.parametrize("size", [(1920, 1080), (640, 480), (1080, 1920)], ids=str)
@pytest.mark.parametrize("writer", [write, kdenlive.write], ids=["mlt", "kdenlive"])
def test_transforms_come_back(tmp_path: Path, writer: Callable[..., Writing], size: tuple[int, int]) -> None:
    clips = []
    for number, transform in enumerate(moves()):
        made = clip(f"c{number}", number * 20, 20, 5, transform=transform)
        clips.append(dataclasses.replace(made, media=dataclasses.replace(made.media, size=size)))
    track = Track(name="V1", kind=TrackKind.PICTURE, clips=tuple(clips))
    writing = writer((timeline(track),), name="cut")
    path = tmp_path / next(iter(writing.files))
    path.write_bytes(next(iter(writing.files.values())))
    found = read(path).timelines[0].tracks[0].clips
    for before, after in zip(clips, found, strict=True):
        assert before.transform is not None
        assert after.transform is not None
        for name in ("position", "scale", "rotation"):
            one, two = getattr(before.transform, name), getattr(after.transform, name)
            if one is None or one.is_constant:
                assert two is None or {value for _, value, _ in values(two)} == {value for _, value, _ in values(one)}
            else:
                assert values(one) == values(two)
    assert not [entry for entry in writing.ledger.entries if entry.outcome is not Outcome.KEPT]


def test_a_turn_around_a_corner_is_a_turn_around_the_middle_elsewhere(tmp_path: Path) -> None:
    """Half the size, by its top left in the frame's middle, turned by 90 degrees: it lies down left of that."""
    transform = Transform(
        position=Curve.constant(0.5, 0.5),
        scale=Curve.constant(0.5, 0.5),
        rotation=Curve.constant(90.0),
        anchor=Curve.constant(0.0, 0.0),
    )
    made = clip("a", 0, 20, 5, transform=transform)
    made = dataclasses.replace(made, media=dataclasses.replace(made.media, size=SIZE))
    path = tmp_path / "cut.mlt"
    path.write_bytes(
        write((timeline(Track(name="V1", kind=TrackKind.PICTURE, clips=(made,))),), name="cut").files["cut.mlt"]
    )
    found = only(read(path)).transform
    assert found is not None
    assert values(found.position) == [(0, (round((960 - 270) / 1920, 6), round((540 + 480) / 1080, 6)), "linear")]


@pytest.mark.skipif(MELT is None, reason="melt is not installed")
def test_melt_shows_the_picture_where_it_stands(tmp_path: Path) -> None:
    """A white 4:3 picture at 60%, its middle at (0.6, 0.4) of 640 x 360: 288 x 216 from (240, 36), to a pixel."""
    white, movie = tmp_path / "white.png", tmp_path / "cut.mkv"
    with av.open(str(white), "w", format="image2") as still:
        stream = still.add_stream("png", rate=25)
        stream.width, stream.height, stream.pix_fmt = 640, 480, "rgb24"
        still.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((480, 640, 3), 255, np.uint8), format="rgb24")))
        still.mux(stream.encode())
    transform = Transform(position=Curve.constant(0.6, 0.4), scale=Curve.constant(0.6, 0.6))
    made = clip("a", 0, 3, 0, Rate.parse(25), transform=transform)
    made = dataclasses.replace(made, media=dataclasses.replace(made.media, file=str(white)))
    cut = timeline(Track(name="V1", kind=TrackKind.PICTURE, clips=(made,)), rate=Rate.parse(25))
    path = tmp_path / "cut.mlt"
    path.write_bytes(write((dataclasses.replace(cut, size=(640, 360)),), name="cut").files["cut.mlt"])
    words = [str(MELT), str(path), "-consumer", f"avformat:{movie}", "vcodec=ffv1", "an=1", "real_time=-1"]
    without_screen = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    subprocess.run(words, check=True, capture_output=True, env=without_screen)
    with av.open(str(movie)) as opened:
        shown = next(opened.decode(video=0)).to_ndarray(format="gray")
    down, across = np.where(shown > 128)
    edges = (across.min(), down.min(), across.max() + 1, down.max() + 1)
    assert all(abs(int(one) - two) <= 1 for one, two in zip(edges, (240, 36, 528, 252), strict=True))
