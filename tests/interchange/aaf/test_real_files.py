"""The seven AAFs of other systems, range by range.

Expected numbers were worked out by hand from a plain dump of each file (pyaaf2's ``dump``), the second time by
OpenTimelineIO's adapter, another parser of the same bytes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.interchange.aaf import read
from posthouse.interchange.timeline import TrackKind, TransitionKind
from tests.interchange.aaf.made import second_parser

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Clip, Reading, Timeline

DAY_1H = 86_400  # 01:00:00:00 at 24
SIMPLE = (
    ("tech.fux", 0, 720),
    ("t-hawk", 720, 1200),
    ("out-b", 1200, 1922),
    ("KOLL", 1922, 2562),
    ("brokchrd", 2562, 3282),
)
SPEEDS = "1 1/2 1/3 1/4 2 1 2/3 1/2 3 3/2 1 3/4 4 2 4/3 1 5 5/2 5/3 5/4".split()  # noqa: SIM905 - a grid of 5 by 4
ALL = ("2997fps-DFTC", "linear_speed_effects", "multiple_markers", "nested_stack", "simple", "transitions", "utf8")


def reading(media: Path, name: str) -> Reading:
    return read(media / "interchange" / "aaf" / f"otio_{name}.aaf")


def timeline(media: Path, name: str) -> Timeline:
    return reading(media, name).timelines[0]


def ranges(clip: Clip) -> tuple[int, int, Fraction | int, Fraction | int]:
    return clip.record.start_frame, clip.record.end_frame, clip.source.start, clip.source.duration


def test_simple_cut_has_its_five_clips_on_picture_and_two_sound_tracks(media: Path) -> None:
    cut = timeline(media, "simple")
    expected = [(low, high, DAY_1H, high - low) for _, low, high in SIMPLE]
    assert [[ranges(clip) for clip in track.clips] for track in cut.tracks] == [expected] * 3
    assert [clip.name.split(" ")[0].split("-HD")[0] for clip in cut.tracks[0].clips] == [name for name, _, _ in SIMPLE]
    assert [track.clips[0].source_channels for track in cut.of_kind(TrackKind.SOUND)] == [(1,), (2,)]
    assert [[clip.link for clip in track.clips] for track in cut.tracks] == [["0", "1", "2", "3", "4"]] * 3


def test_drop_frame_cut_starts_at_its_label_and_its_film_rate_media_keeps_its_own_frames(media: Path) -> None:
    cut = timeline(media, "2997fps-DFTC")
    assert (str(cut.rate), cut.start_frame, cut.is_drop_frame) == ("30000/1001", 539_460, True)
    clip = cut.tracks[0].clips[0]
    assert ranges(clip) == (0, 2989, 0, Fraction(2989 * 4, 5))  # 2989 frames of 29.97 are 2391.2 of 23.976
    assert str(clip.source.rate) == "24000/1001"
    assert clip.media.file == "/Macintosh HD/Users/ereinecke/Downloads/58982c7f-78b3-4cf9-8432-729fc4eafd55.mov"
    assert clip.media.size == (1920, 1080)
    assert [track.clips[0].source_channels for track in cut.of_kind(TrackKind.SOUND)] == [(n,) for n in range(1, 7)]


def test_motion_effects_have_exact_speeds_where_the_ratio_is_rounded(media: Path) -> None:
    clips = timeline(media, "linear_speed_effects").tracks[0].clips
    assert [clip.speed for clip in clips] == [Fraction(text) for text in SPEEDS]
    lengths = [clip.record.duration_frames for clip in clips]
    assert lengths == [1, 2, 3, 4] * 5
    assert [clip.source.duration for clip in clips] == [n for n in (1, 2, 3, 4, 5) for _ in range(4)]
    assert {clip.source.start for clip in clips} == {0}


def test_transitions_lie_over_the_cut_point_their_file_says(media: Path) -> None:
    picture = timeline(media, "transitions").tracks[0]
    assert [(each.kind, str(each.record), each.join) for each in picture.transitions] == [
        (TransitionKind.FADE_IN, "[0, 12)", 0),
        (TransitionKind.DISSOLVE, "[69, 117)", 117),
        (TransitionKind.FADE_OUT, "[182, 206)", 194),
        (TransitionKind.DIP, "[223, 271)", 247),
        (TransitionKind.FADE_OUT, "[473, 521)", 521),
    ]
    assert [ranges(clip) for clip in picture.clips] == [
        (0, 117, DAY_1H, 117),
        (117, 194, DAY_1H + 123, 77),
        (247, 391, 55, 144),
        (391, 521, DAY_1H, 130),
    ]


def test_sound_that_fades_alone_is_heard_for_all_of_its_fade(media: Path) -> None:
    sound = timeline(media, "transitions").of_kind(TrackKind.SOUND)[0]
    assert [(*ranges(clip)[:2], clip.fade_in, clip.fade_out) for clip in sound.clips] == [
        (0, 117, 12, 0),
        (117, 206, 0, 24),
        (223, 391, 48, 0),
        (391, 521, 0, 48),
    ]
    assert [each.kind for each in sound.transitions] == [TransitionKind.DISSOLVE]


def test_submaster_of_three_layers_is_a_nested_cut(media: Path) -> None:
    found = reading(media, "nested_stack")
    outer, inner = found.timelines[0].tracks[0].clips, found.nested[0]
    assert [ranges(clip) for clip in outer] == [(0, 15, 24, 15), (15, 48, 0, 33), (48, 49, 39, 1), (49, 65, 86_432, 16)]
    assert outer[1].nested == inner.id
    assert [[ranges(clip) for clip in track.clips] for track in inner.tracks] == [
        [(1, 8, 40, 7), (8, 12, 47, 4), (22, 33, 51, 11)],
        [(10, 25, 86_423, 15)],
        [(1, 9, 86_424, 8)],
    ]


def test_markers_stand_on_the_layer_they_were_set_on(media: Path) -> None:
    cut = timeline(media, "multiple_markers")
    assert [(marker.at, marker.color, marker.author) for marker in cut.markers] == [(1795, "green", "stephn")]
    assert [[(marker.at, marker.color) for marker in track.markers] for track in cut.tracks] == [
        [(0, "red"), (295, "green")],
        [(0, "yellow"), (518, "blue")],
        [(0, "cyan"), (856, "cyan")],
        [(857, "magenta")],
        [(106, "yellow"), (1076, "red")],
    ]


def test_names_of_any_script_come_through(media: Path) -> None:
    cut = timeline(media, "utf8")
    assert cut.name.startswith("Sequence_ABCXYZ\u00f1\u00e7\u00ea\u0153\u2022\u2211")
    clip = cut.tracks[0].clips[0]
    assert (clip.media.reel, int(clip.source.start)) == ("ppjoshm_1.SIM1.02", 86_501)
    assert clip.media.available == clip.source
    assert [(marker.at, marker.color, marker.name) for marker in clip.markers] == [(0, "blue", "ppjoshm_1.gt_1")]


@pytest.mark.parametrize("name", ALL)
def test_a_second_parser_finds_the_same_picture_ranges(media: Path, name: str) -> None:
    theirs = second_parser(media / "interchange" / "aaf" / f"otio_{name}.aaf")
    pictures = timeline(media, name).of_kind(TrackKind.PICTURE)
    ours = [ranges(clip)[:3] for track in pictures for clip in track.clips if clip.nested is None]
    assert ours == theirs


@pytest.mark.parametrize("name", ALL)
def test_nothing_of_a_real_cut_is_lost_but_an_effect_on_nothing(media: Path, name: str) -> None:
    losses = [(entry.item, entry.feature) for entry in reading(media, name).ledger.losses]
    assert losses == ([("V5 at 192", "effect")] if name == "multiple_markers" else [])
