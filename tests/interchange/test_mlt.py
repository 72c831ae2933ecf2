"""MLT: written, read by us and by melt; what melt writes itself, read."""

from __future__ import annotations

import dataclasses
import random
import shutil
import subprocess
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from posthouse.errors import MediaError
from posthouse.interchange import (
    Clip,
    Curve,
    Key,
    Marker,
    MediaKind,
    MediaRef,
    SourceSpan,
    Timeline,
    TimePoint,
    Track,
    TrackKind,
    Transition,
    TransitionKind,
)
from posthouse.interchange.mlt import read, write
from posthouse.timing import FrameRange, Rate
from posthouse.timing.rate import BROADCAST_RATES

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE = Rate.parse(24)
MELT = shutil.which("melt")


def clip(name: str, start: int, length: int, source: int, rate: Rate = RATE, **more: object) -> Clip:
    available = SourceSpan(rate=rate, start=Fraction(0), duration=Fraction(1000))
    media = MediaRef(name=name, file=f"/media/{name}.mov", has_timecode=False, available=available)
    span = SourceSpan(rate=rate, start=Fraction(source), duration=Fraction(length))
    found = Clip(id=name, name=name, record=FrameRange.lasting(start, length), source=span, media=media)
    return dataclasses.replace(found, **more)  # type: ignore[arg-type] # fields of a clip


def timeline(*tracks: Track, rate: Rate = RATE, markers: tuple[Marker, ...] = ()) -> Timeline:
    return Timeline(id="main", name="Cut", rate=rate, tracks=tracks, size=(1920, 1080), markers=markers)


def again(cut: Timeline, folder: Path, *more: Timeline) -> Timeline:
    path = folder / "cut.mlt"
    path.write_bytes(write((cut, *more), name="cut").files["cut.mlt"])
    return read(path).timelines[0]


def said(track: Track) -> list[tuple[str, int, int, Fraction, Fraction, Fraction]]:
    return [
        (c.media.file, c.record.start_frame, c.record.end_frame, c.source.start, c.source.duration, c.speed)
        for c in track.clips
    ]


@pytest.mark.parametrize("rate", BROADCAST_RATES, ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_clips_gaps_speeds_and_dissolves_come_back(tmp_path: Path, rate: Rate, seed: int) -> None:
    chance = random.Random(f"{rate}{seed}")
    clips: list[Clip] = []
    transitions: list[Transition] = []
    at = 0
    for number in range(8):
        at += chance.choice([0, 0, 7])
        length = chance.randint(20, 60)
        speed = chance.choice([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(2), Fraction(-1)])
        made = clip(f"c{number}", at, length, chance.randint(10, 50) * 2, rate, speed=speed)
        made = dataclasses.replace(made, source=dataclasses.replace(made.source, duration=length * abs(speed)))
        if clips and clips[-1].record.end_frame == at and chance.random() < 0.6:
            before = chance.randint(1, 3) * 2
            record = FrameRange(at - before, at + before + chance.randint(0, 1) * (before > 1))
            transitions.append(
                Transition(
                    kind=TransitionKind.DISSOLVE, record=record, join=record.start_frame + record.duration_frames // 2
                )
            )
            at_join = transitions[-1].join
            assert at_join == at
        clips.append(made)
        at += length
    track = Track(name="V1", kind=TrackKind.PICTURE, clips=tuple(clips), transitions=tuple(transitions))
    found = again(timeline(track, rate=rate), tmp_path)
    assert said(found.tracks[0]) == said(track)
    assert [(t.kind, t.record, t.join) for t in found.tracks[0].transitions] == [
        (t.kind, t.record, t.join) for t in transitions
    ]
    assert found.rate == rate


def test_levels_fades_opacity_and_markers_come_back(tmp_path: Path) -> None:
    level = Curve(keys=(Key(at=Fraction(0), value=(-6.0,)), Key(at=Fraction(12), value=(-12.0,), ease="smooth")))
    sound = clip("s", 5, 40, 9, gain_db=level)
    faded = clip("f", 50, 40, 9, fade_in=6, fade_out=8)
    seen = clip("p", 0, 48, 10, opacity=Curve.constant(0.5))
    cut = timeline(
        Track(name="V1", kind=TrackKind.PICTURE, clips=(seen,)),
        Track(name="A1", kind=TrackKind.SOUND, clips=(sound, faded)),
        markers=(Marker(at=12, name="fix", color="red", duration=3),),
    )
    found = again(cut, tmp_path)
    assert found.tracks[0].clips[0].opacity == Curve.constant(0.5)
    assert found.tracks[1].clips[0].gain_db == level
    assert (found.tracks[1].clips[1].fade_in, found.tracks[1].clips[1].fade_out) == (6, 8)
    assert found.markers == cut.markers


def test_colors_freezes_and_nests_come_back(tmp_path: Path) -> None:
    inner = dataclasses.replace(
        timeline(Track(name="V1", kind=TrackKind.PICTURE, clips=(clip("i", 0, 30, 4),))), id="in"
    )
    red = MediaRef(name="red", kind=MediaKind.COLOR, color=(1.0, 0.0, 0.0), has_timecode=False)
    nest = clip("nest", 60, 20, 5, nested="in")
    frozen = clip("f", 20, 40, 7, speed=Fraction(0))
    frozen = dataclasses.replace(frozen, source=dataclasses.replace(frozen.source, duration=Fraction(1)))
    cut = timeline(Track(name="V1", kind=TrackKind.PICTURE, clips=(clip("r", 0, 20, 0, media=red), frozen, nest)))
    found = again(cut, tmp_path, inner).tracks[0].clips
    assert found[0].media.color == (1.0, 0.0, 0.0)
    assert [found[1].speed, found[1].source.start] == [0, 7]
    assert found[2].nested is not None
    assert [found[2].source.start, found[2].source.duration] == [5, 20]


def test_a_timecode_is_counted_from_the_files_first_frame(tmp_path: Path) -> None:
    available = SourceSpan(rate=RATE, start=Fraction(86400), duration=Fraction(500))
    media = MediaRef(name="tc", file="/media/tc.mov", available=available)
    made = dataclasses.replace(clip("tc", 0, 24, 86410), media=media)
    found = again(timeline(Track(name="V1", kind=TrackKind.PICTURE, clips=(made,))), tmp_path)
    assert found.tracks[0].clips[0].source.start == 10


def joined(kind: TransitionKind, **more: object) -> Timeline:
    """Return two clips with a transition over their join, or with a fade from and to nothing."""
    record, join = (FrameRange(0, 8), 0) if kind is TransitionKind.FADE_IN else (FrameRange(36, 48), 40)
    if kind is TransitionKind.FADE_OUT:
        record, join = FrameRange(70, 80), 80
    mix = dataclasses.replace(Transition(kind=kind, record=record, join=join), **more)  # type: ignore[arg-type] # as above
    clips = (clip("a", 0, 40, 100), clip("b", 40, 40, 200))
    return timeline(Track(name="V1", kind=TrackKind.PICTURE, clips=clips, transitions=(mix,)))


@pytest.mark.parametrize(
    "cut",
    [
        joined(TransitionKind.FADE_IN),
        joined(TransitionKind.FADE_OUT),
        joined(TransitionKind.WIPE, wipe=1, softness=0.06, is_reversed=True),
        joined(TransitionKind.DIP, color=(1.0, 0.5, 0.0)),
        joined(TransitionKind.FADE_OUT, record=FrameRange(72, 88)),
    ],
    ids=["fade-in", "fade-out", "wipe", "dip", "fade-out-past-its-clip"],
)
def test_transitions_mlt_has_no_word_for_come_back(tmp_path: Path, cut: Timeline) -> None:
    found = again(cut, tmp_path).tracks[0]
    assert said(found) == said(cut.tracks[0])
    assert found.transitions == cut.tracks[0].transitions


@pytest.mark.parametrize("speed", [Fraction(0), Fraction(3, 2), Fraction(-2)], ids=["freeze", "150%", "-200%"])
def test_a_clip_between_two_dissolves_is_one_clip(tmp_path: Path, speed: Fraction) -> None:
    middle = clip("m", 40, 30, 120, speed=speed, gain_db=Curve.constant(-3.0))
    middle = dataclasses.replace(
        middle, source=dataclasses.replace(middle.source, duration=30 * abs(speed) or Fraction(1))
    )
    mixes = [Transition(kind=TransitionKind.DISSOLVE, record=FrameRange(j - 4, j + 5), join=j) for j in (40, 70)]
    clips = (clip("a", 0, 40, 100), middle, clip("b", 70, 40, 200))
    track = Track(name="A1", kind=TrackKind.SOUND, clips=clips, transitions=tuple(mixes))
    found = again(timeline(track), tmp_path).tracks[0]
    assert said(found) == said(track)
    assert found.clips[1].gain_db == middle.gain_db


def test_two_shots_that_go_on_stay_two(tmp_path: Path) -> None:
    over = Transition(kind=TransitionKind.DISSOLVE, record=FrameRange(40, 48), join=40, name="dissolve")
    clips = (clip("a", 0, 20, 100), clip("a", 20, 20, 120), clip("a", 40, 20, 140))
    track = Track(name="V1", kind=TrackKind.PICTURE, clips=clips, transitions=(over,))
    assert said(again(timeline(track), tmp_path).tracks[0]) == said(track)


def test_an_in_point_between_two_frames_of_a_fast_file_is_told() -> None:
    fast = clip("a", 0, 20, 101, speed=Fraction(2))
    fast = dataclasses.replace(fast, source=dataclasses.replace(fast.source, duration=Fraction(40)))
    cut = timeline(Track(name="V1", kind=TrackKind.PICTURE, clips=(fast,)))
    assert "between two frames" in write((cut,), name="cut").ledger.losses[0].reason


def test_a_ramp_under_a_transition_is_told_and_goes_out_at_its_mean(tmp_path: Path) -> None:
    cut = joined(TransitionKind.DISSOLVE)
    points = (TimePoint(record=Fraction(0), source=Fraction(0)), TimePoint(record=Fraction(40), source=Fraction(60)))
    first = dataclasses.replace(cut.tracks[0].clips[0], speed=Fraction(3, 2), ramp=points)
    track = dataclasses.replace(cut.tracks[0], clips=(first, cut.tracks[0].clips[1]))
    cut = dataclasses.replace(cut, tracks=(track,))
    told = [loss.reason for loss in write((cut,), name="cut").ledger.losses if loss.feature == "speed"]
    assert told == ["a ramp, at its mean of 150.00%"]
    assert again(cut, tmp_path).tracks[0].clips[0].speed == Fraction(3, 2)


KDENLIVE = """<mlt root="/media"><profile frame_rate_num="25" frame_rate_den="1" width="1280" height="720"/>
 <producer id="a" in="0" out="499"><property name="resource">a.mov</property><property name="length">500</property>
  <property name="mlt_service">avformat</property></producer>
 <producer id="b" in="0" out="499"><property name="resource">b.mov</property><property name="length">500</property>
  <property name="mlt_service">avformat</property></producer>
 <producer id="bk"><property name="resource">black</property><property name="mlt_service">color</property></producer>
 <playlist id="main_bin"><property name="kdenlive:docproperties.guides">[{"pos": 30, "comment": "here", "type": 6}]
 </property></playlist>
 <playlist id="p0"><entry producer="a" in="10" out="69"/></playlist>
 <playlist id="p1"><blank length="00:00:02.000"/><entry producer="b" in="100" out="149"/></playlist>
 <tractor id="v1"><track producer="p0" hide="audio"/><track producer="p1" hide="audio"/>
  <transition in="50" out="59"><property name="mlt_service">luma</property>
   <property name="kdenlive:mixcut">5</property></transition></tractor>
 <tractor id="seq"><track producer="bk"/><track producer="v1"/></tractor>
 <tractor id="project"><track producer="seq"/></tractor></mlt>"""


def test_a_kdenlive_track_of_two_playlists_is_one_track_with_a_mix(tmp_path: Path) -> None:
    path = tmp_path / "cut.kdenlive"
    path.write_text(KDENLIVE)
    found = read(path).timelines[0]
    assert said(found.tracks[0]) == [
        ("/media/a.mov", 0, 55, Fraction(10), Fraction(55), Fraction(1)),
        ("/media/b.mov", 55, 100, Fraction(105), Fraction(45), Fraction(1)),
    ]
    assert [(t.record, t.join) for t in found.tracks[0].transitions] == [(FrameRange(50, 60), 55)]
    assert found.markers == (Marker(at=30, name="here", color="red"),)


@pytest.mark.skipif(MELT is None, reason="melt is not installed")
def test_melt_reads_what_we_write_to_the_frame(tmp_path: Path, media: Path) -> None:
    bikes = MediaRef(name="bikes", file=str(media / "footage" / "bikes.mp4"), has_timecode=False)
    first, second = (
        clip(n, a, b, c, Rate.parse(25), media=bikes) for n, a, b, c in (("x", 0, 48, 10), ("y", 48, 36, 90))
    )
    over = Transition(kind=TransitionKind.DISSOLVE, record=FrameRange(42, 54), join=48)
    track = Track(name="V1", kind=TrackKind.PICTURE, clips=(first, second), transitions=(over,))
    path, movie = tmp_path / "cut.mlt", tmp_path / "cut.mkv"
    cut = dataclasses.replace(timeline(track, rate=Rate.parse(25)), size=(640, 272))
    path.write_bytes(write((cut,), name="cut").files["cut.mlt"])
    words = [str(MELT), str(path), "-consumer", f"avformat:{movie}", "vcodec=ffv1", "an=1", "real_time=-1"]
    subprocess.run(words, check=True, capture_output=True)
    shown, source = pictures(movie), pictures(media / "footage" / "bikes.mp4")
    assert len(shown) == 84
    expected = {**dict(enumerate(range(10, 52))), **dict(enumerate(range(96, 126), 54))}
    for frame, picture in expected.items():
        apart = np.abs(source - shown[frame]).sum(axis=1)
        assert apart[picture] <= 1.15 * apart.min() + 20, (frame, picture, int(apart.argmin()))


def pictures(movie: Path) -> NDArray[np.float32]:
    """Return (frame, part) small pictures of a movie."""
    with av.open(str(movie)) as opened:
        frames = [frame.reformat(width=32, height=18, format="gray").to_ndarray() for frame in opened.decode(video=0)]
    return np.stack(frames).reshape(len(frames), -1).astype(np.float32)


@pytest.mark.skipif(MELT is None, reason="melt is not installed")
def test_a_mix_that_melt_makes_is_read(tmp_path: Path, media: Path) -> None:
    path = tmp_path / "melt.mlt"
    files = [str(media / "footage" / name) for name in ("bikes.mp4", "friday.mp4")]
    words = [files[0], "in=10", "out=57", files[1], "in=5", "out=60", "-mix", "12", "-mixer", "luma"]
    subprocess.run(
        [str(MELT), "-profile", "atsc_720p_24", *words, "-consumer", f"xml:{path}"], check=True, capture_output=True
    )
    found = read(path).timelines[0].tracks[0]
    assert [(c.record.start_frame, c.record.end_frame, c.source.start) for c in found.clips] == [
        (0, 42, Fraction(10)),
        (42, 92, Fraction(11)),
    ]
    assert [(t.record, t.join) for t in found.transitions] == [(FrameRange(36, 48), 42)]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "is empty"),
        ("<mlt><tractor/></mlt>", "no <profile>"),
        ("<mlt><profile frame_rate_num='25' frame_rate_den='1'/></mlt>", "no tractor and no playlist"),
        ("<mlt><profile frame_rate_num='x'/></mlt>", "no frame rate"),
        ("<mlt><profile frame_rate_num='2147483648'/></mlt>", "no frame rate"),
        ("<xmeml/>", "it begins with <xmeml>"),
    ],
    ids=["empty", "no-profile", "no-cut", "no-rate", "huge-rate", "other"],
)
def test_what_is_no_cut_is_refused(tmp_path: Path, text: str, cause: str) -> None:
    path = tmp_path / "cut.mlt"
    path.write_text(text)
    with pytest.raises(MediaError, match=cause):
        read(path)
