"""Neutral timeline -> AAF -> neutral timeline: all an AAF can say comes back exactly."""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import aaf2
import pytest
from aaf2.components import Transition as Overlapping
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.errors import ProductionError
from posthouse.interchange.aaf import read, write
from posthouse.interchange.ledger import Outcome
from posthouse.interchange.timeline import (
    Clip,
    Curve,
    Marker,
    MediaKind,
    MediaRef,
    Timeline,
    TimePoint,
    Track,
    TrackKind,
    Transition,
    TransitionKind,
)
from posthouse.timing import BROADCAST_RATES, FrameRange, Rate
from posthouse.timing.timecode import can_drop
from tests.interchange.aaf.made import clip, curve, media_ref, second_parser, through_aaf, timeline, track

R24 = Rate.parse("24")
R25 = Rate.parse("25")
SPEEDS = tuple(Fraction(text) for text in "1 1 1 2 1/2 3/4 -1 -1/2 -2 0 5/3".split())  # noqa: SIM905 - reads as a table
KINDS = (TransitionKind.DISSOLVE, TransitionKind.DIP, TransitionKind.WIPE)


def said(cut: Timeline) -> list[object]:
    """Return all of a cut that an AAF must keep."""
    return [
        (cut.rate, cut.start_frame, cut.is_drop_frame, cut.markers),
        *(
            (
                each.record, each.source, each.speed, each.ramp, each.gain_db, each.pan, each.fade_in, each.fade_out,
                each.is_enabled, each.notes, each.source_channels, each.media.name, each.media.reel, each.media.file,
                each.media.available, each.media.is_drop_frame, each.media.scene, each.media.take,
            )
            for one in cut.tracks
            for each in one.clips
        ),
        *((each.kind, each.record, each.join, each.wipe) for one in cut.tracks for each in one.transitions),
        *(one.markers for one in cut.tracks),
    ]  # fmt: skip


def random_picture(rng: random.Random, rate: Rate, *, is_drop: bool) -> Track:
    clips: list[Clip] = []
    transitions: list[Transition] = []
    at = rng.choice([0, 0, 17])
    for number in range(rng.randint(1, 6)):
        length, speed = rng.randint(20, 90), rng.choice(SPEEDS)
        ref = media_ref(f"m{rng.randint(1, 4)}", rate, is_drop_frame=is_drop, scene="12A", take="3", sound_channels=1)
        made = clip(
            f"c{number}", (at, at + length), rate, rng.randint(88_000, 95_000), ref=ref, speed=speed,
            is_enabled=rng.random() > 0.2, notes=("look here",) if rng.random() < 0.2 and speed == 1 else (),
        )  # fmt: skip
        if clips and clips[-1].record.end_frame == at and rng.random() < 0.5:
            before, after = rng.randint(0, 8), rng.randint(1, 8)
            kind = rng.choice(KINDS)
            wipe = 8 if kind is TransitionKind.WIPE else None
            record = FrameRange(at - before, at + after)
            transitions.append(Transition(kind=kind, record=record, join=at, wipe=wipe))
        clips.append(made)
        at += length + rng.choice([0, 0, 0, 11])
    return track(tuple(clips), transitions=tuple(transitions))


def random_sound(rng: random.Random, rate: Rate, *, is_drop: bool) -> Track:
    clips, at = [], rng.choice([0, 5])
    for number in range(rng.randint(1, 4)):
        length = rng.randint(30, 90)
        more = {
            "gain_db": rng.choice([None, Curve.constant(-6.5), curve((0, 0.0), (length // 2, -20.0), (length, -3.0))]),
            "pan": Curve.constant(rng.choice([-1.0, 0.0, 0.5])),
            "fade_in": rng.choice([0, 6]),
            "fade_out": rng.choice([0, 9]),
        }
        ref = media_ref(f"s{rng.randint(1, 3)}", rate, is_drop_frame=is_drop, has_picture=False, sound_channels=1)
        clips.append(clip(f"s{number}", (at, at + length), rate, rng.randint(88_000, 95_000), ref=ref, **more))
        at += length + rng.choice([0, 0, 13])
    return track(tuple(clips), TrackKind.SOUND)


def random_cut(seed: int, rate: Rate, *, is_drop: bool) -> Timeline:
    rng = random.Random(seed)
    return timeline(
        rate,
        random_picture(rng, rate, is_drop=is_drop),
        random_sound(rng, rate, is_drop=is_drop),
        start_frame=rng.randint(0, 100_000),
        is_drop_frame=is_drop,
        sound_rate=48_000,
        markers=(Marker(at=3, name="fix", note="the lamp", color="red", author="Kim"),),
    )


CASES = [(rate, is_drop) for rate in BROADCAST_RATES for is_drop in (False, True) if can_drop(rate) or not is_drop]


@pytest.mark.parametrize(("rate", "is_drop"), CASES, ids=str)
def test_a_cut_comes_back_at_every_rate(tmp_path: Path, rate: Rate, is_drop: bool) -> None:  # noqa: FBT001 - a case
    cut = random_cut(rate.timebase, rate, is_drop=is_drop)
    assert said(through_aaf(tmp_path, cut).timelines[0]) == said(cut)


@settings(max_examples=4)
@given(seed=st.integers(0, 1 << 32), rate=st.sampled_from(BROADCAST_RATES))
def test_any_cut_comes_back(seed: int, rate: Rate) -> None:
    cut = random_cut(seed, rate, is_drop=False)
    with tempfile.TemporaryDirectory() as folder:
        assert said(through_aaf(Path(folder), cut).timelines[0]) == said(cut)


@pytest.mark.slow
@settings(max_examples=400)
@given(seed=st.integers(0, 1 << 32), rate=st.sampled_from(BROADCAST_RATES), wants_drop=st.booleans())
def test_any_cut_comes_back_many_times(seed: int, rate: Rate, wants_drop: bool) -> None:  # noqa: FBT001 - a case
    cut = random_cut(seed, rate, is_drop=wants_drop and can_drop(rate))
    with tempfile.TemporaryDirectory() as folder:
        assert said(through_aaf(Path(folder), cut).timelines[0]) == said(cut)


def test_same_cut_gives_the_same_bytes() -> None:
    cut = random_cut(7, R25, is_drop=False)
    first, second = (write((cut,), name="Cut").files["Cut.aaf"] for _ in range(2))
    assert first == second


def test_a_cut_keeps_its_name_whatever_its_file_is_called(tmp_path: Path) -> None:
    cut = replace(random_cut(1, R24, is_drop=False), name="Reel Two")
    path = tmp_path / "turnover.aaf"
    path.write_bytes(write((cut,), name="turnover").files["turnover.aaf"])
    assert read(path).timelines[0].name == "Reel Two"


def test_speed_ramp_comes_back_point_by_point(tmp_path: Path) -> None:
    ramp = (
        TimePoint(record=Fraction(0), source=Fraction(0)),
        TimePoint(record=Fraction(10), source=Fraction(20)),
        TimePoint(record=Fraction(30), source=Fraction(25)),
    )
    made = clip("r", (0, 30), R24, ramp=ramp, speed=Fraction(25, 30), duration=Fraction(25))
    (back,) = through_aaf(tmp_path, timeline(R24, track((made,)))).timelines[0].tracks[0].clips
    assert (back.ramp, back.source, back.speed) == (ramp, made.source, made.speed)


@pytest.mark.parametrize("kind", [TransitionKind.FADE_IN, TransitionKind.FADE_OUT])
def test_fades_of_picture_come_back(tmp_path: Path, kind: TransitionKind) -> None:
    is_in = kind is TransitionKind.FADE_IN
    record, join = (FrameRange(10, 22), 10) if is_in else (FrameRange(48, 60), 60)
    fade = Transition(kind=kind, record=record, join=join)
    cut = timeline(R24, track((clip("a", (10, 60), R24),), transitions=(fade,)))
    (back,) = through_aaf(tmp_path, cut).timelines[0].tracks[0].transitions
    assert (back.kind, back.record, back.join) == (kind, record, join)


def test_layers_and_their_markers_come_back(tmp_path: Path) -> None:
    marker = Marker(at=12, name="key", color="blue", author="Lee")
    upper = track((clip("b", (20, 40), R24, ref=media_ref("b", R24)),), markers=(marker,))
    cut = timeline(R24, track((clip("a", (0, 60), R24, ref=media_ref("a", R24)),)), upper)
    back = through_aaf(tmp_path, cut).timelines[0]
    assert [[str(each.record) for each in one.clips] for one in back.tracks] == [["[0, 60)"], ["[20, 40)"]]
    assert [one.markers for one in back.tracks] == [(), (marker,)]


def test_nested_cut_comes_back_as_a_cut_of_its_own(tmp_path: Path) -> None:
    inner = replace(timeline(R24, track((clip("x", (0, 50), R24),))), id="inner", name="Inner")
    shell = clip("n", (10, 30), R24, 5, ref=MediaRef(name="Inner", has_timecode=False), nested="inner")
    found = through_aaf(tmp_path, timeline(R24, track((shell,))), inner)
    (back,) = found.timelines[0].tracks[0].clips
    nested = found.timeline(back.nested or "")
    assert (back.record, int(back.source.start), len(found.timelines)) == (shell.record, 5, 1)
    assert nested is not None
    assert [str(each.record) for each in nested.tracks[0].clips] == ["[0, 50)"]


def test_stereo_clip_becomes_two_mono_tracks_and_the_ledger_says_so(tmp_path: Path) -> None:
    ref = media_ref("st", R24, sound_channels=2, has_picture=False)
    cut = timeline(R24, track((clip("a", (0, 50), R24, ref=ref, source_channels=(1, 2)),), TrackKind.SOUND))
    made = write((cut,), name="Cut")
    assert [(e.feature, e.outcome) for e in made.ledger.losses] == [("track", Outcome.APPROXIMATED)]
    back = through_aaf(tmp_path, cut).timelines[0]
    assert [one.clips[0].source_channels for one in back.tracks] == [(1,), (2,)]


def test_every_sequence_is_as_long_as_its_parts_and_every_mob_is_reached(tmp_path: Path) -> None:
    path = tmp_path / "cut.aaf"
    path.write_bytes(write((random_cut(3, R25, is_drop=False),), name="Cut").files["Cut.aaf"])
    with aaf2.open(str(path)) as file:
        (top,) = list(file.content.toplevel())
        for slot in top.slots:
            inside = slot.segment.segments[0] if slot.media_kind == "Sound" else slot.segment
            if slot.media_kind in {"Picture", "Sound"}:
                lengths = [-each.length if isinstance(each, Overlapping) else each.length for each in inside.components]
                assert sum(lengths) == inside.length == slot.segment.length
        reached = {str(mob.mob_id) for mob in top.dependant_mobs()} | {str(top.mob_id)}
        assert {str(mob.mob_id) for mob in file.content.mobs} == reached


def test_a_second_parser_reads_our_file_with_the_same_ranges(tmp_path: Path) -> None:
    clips = (clip("a", (0, 50), R24, 90_000), clip("b", (50, 80), R24, 91_000), clip("c", (90, 100), R24, 90_500))
    over = Transition(kind=TransitionKind.DISSOLVE, record=FrameRange(44, 58), join=50)
    path = tmp_path / "cut.aaf"
    path.write_bytes(write((timeline(R24, track(clips, transitions=(over,))),), name="Cut").files["Cut.aaf"])
    expected = [(0, 50, 90_000), (50, 80, 91_000), (90, 100, 90_500)]
    assert second_parser(path) == expected


def test_what_an_aaf_cannot_say_is_in_the_ledger() -> None:
    made = clip("a", (0, 50), R24, opacity=Curve.constant(0.5), blend="screen")
    losses = write((timeline(R24, track((made,))),), name="Cut").ledger.losses
    assert sorted(entry.feature for entry in losses) == ["effect", "opacity"]


def test_black_is_a_hole_and_an_empty_cut_is_refused(tmp_path: Path) -> None:
    black = clip("b", (0, 10), R24, 0, ref=MediaRef(name="Black", kind=MediaKind.BLACK))
    cut = timeline(R24, track((black, clip("a", (10, 20), R24))))
    assert [str(each.record) for each in through_aaf(tmp_path, cut).timelines[0].tracks[0].clips] == ["[10, 20)"]
    with pytest.raises(ProductionError, match="nothing to write"):
        write((timeline(R24, track(())),), name="Cut")


@pytest.mark.parametrize("name", ["simple", "transitions", "2997fps-DFTC", "linear_speed_effects", "multiple_markers"])
def test_real_cuts_come_back_from_a_file_of_ours(media: Path, tmp_path: Path, name: str) -> None:
    cut = read(media / "interchange" / "aaf" / f"otio_{name}.aaf").timelines[0]
    assert said(through_aaf(tmp_path, cut).timelines[0]) == said(cut)


def test_a_dissolve_to_black_comes_back_as_a_fade(tmp_path: Path) -> None:
    rate = Rate.parse(25)
    black = replace(clip("b", (40, 60), rate), media=MediaRef(name="black", kind=MediaKind.BLACK))
    over = Transition(kind=TransitionKind.DISSOLVE, record=FrameRange(32, 40), join=40)
    cut = timeline(rate, track((clip("a", (0, 40), rate), black), transitions=(over,)))
    (found,) = through_aaf(tmp_path, cut).timelines[0].tracks[0].transitions
    assert (found.kind, found.record) == (TransitionKind.FADE_OUT, over.record)
