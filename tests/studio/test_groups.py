"""Subclips and multicams: parts and angles of media, on exact clocks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.editorial import Raster, Source
from posthouse.production.document import Document
from posthouse.sound.plan import place_sounds
from posthouse.studio.groups import Groups
from posthouse.studio.sources import StudioMedia
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.studio.tiny import Tiny

HD = Raster(width=1920, height=1080)
Cameras = dict[str, tuple[str, str]]
"""Rate and start timecode of each camera."""


def groups(cameras: Cameras, media: dict[str, Any], rate: str = "24") -> tuple[Groups, list[str]]:
    heard: list[str] = []
    found = {}
    for name, (own, start) in cameras.items():
        own_rate = Rate.parse(own)
        label = Timecode.parse(start, own_rate) if start else None
        source = Source(rate=own_rate, grid_frames=1000, start_timecode=label, raster=HD)
        found[name] = StudioMedia(name=name, spec=f"{name}.mov", editorial=source)  # type: ignore[arg-type] # not read
    written = {"posthouse": 1, "title": "T", "format": {"size": [64, 36], "rate": rate}, "cut": [{"gap": "1f"}]}
    document = Document.model_validate({**written, "media": {**dict.fromkeys(cameras, "a.mov"), **media}})
    made = Groups(document, found, lambda path, cause, _hint: heard.append(f"{'.'.join(map(str, path))}: {cause}"))
    return made, heard


LAID: dict[str, tuple[Cameras, Fraction]] = {
    "one rate": ({"a": ("24", "01:00:00:00"), "b": ("24", "01:00:02:12")}, Fraction(5, 2)),
    "two rates": ({"a": ("25", "01:00:00:00"), "b": ("50", "01:00:00:25")}, Fraction(1, 2)),
    "drop and non-drop": ({"a": ("29.97", "01:00:00;00"), "b": ("29.97", "00:59:56:12")}, Fraction(0)),
    "film and video": ({"a": ("23.976", "10:00:00:00"), "b": ("29.97", "10:00:00:00")}, Fraction(0)),
    "before the first": ({"a": ("24", "01:00:00:00"), "b": ("24", "00:59:59:00")}, Fraction(-1)),
}


@pytest.mark.parametrize(("cameras", "later"), LAID.values(), ids=LAID)
def test_angles_are_laid_by_the_time_that_passed_to_their_labels(cameras: Cameras, later: Fraction) -> None:
    """01:00:00;00 is the 107,892nd frame, and so is 00:59:56:12 without dropping (SMPTE ST 12-1)."""
    made, heard = groups(cameras, {"table": {"multicam": {"first": "a", "second": "b"}}})
    assert heard == []
    assert made.sources["table/second"].offset_seconds == later
    assert made.sources["table"] == made.sources["table/first"]
    assert made.sources["table/second"].start_timecode == made.sources["a"].start_timecode


def test_offsets_are_frames_of_the_programme_or_exact_times() -> None:
    angles = {"wide": "a", "close": {"media": "b", "offset": "-12f"}, "far": {"media": "a", "offset": "1.5s"}}
    made, heard = groups({"a": ("25", "01:00:00:00"), "b": ("25", "")}, {"table": {"multicam": angles}})
    offsets = [made.sources[f"table/{angle}"].offset_seconds for angle in angles]
    assert (heard, offsets) == ([], [0, Fraction(-1, 2), Fraction(3, 2)])
    assert made.sources["table/wide"].start_timecode is None  # the group counts from 0


def test_an_angle_without_timecode_asks_for_an_offset() -> None:
    _, heard = groups({"a": ("24", "01:00:00:00"), "b": ("24", "")}, {"table": {"multicam": {"x": "a", "y": "b"}}})
    assert heard == ["media.table.multicam.y: the media of this angle has no timecode"]


def test_a_subclip_counts_in_its_media_and_stays_within_it() -> None:
    media = {
        "part": {"subclip": "a", "in": "01:00:05:00", "out": "01:00:09:00"},
        "less": {"subclip": "part", "in": "01:00:06:00"},
    }
    made, heard = groups({"a": ("24", "01:00:00:00")}, media)
    part, less = made.sources["part"], made.sources["less"]
    assert heard == []
    assert (part.media, part.first_frame, part.grid_frames) == ("a", 120, 216)
    assert (less.media, less.first_frame, less.grid_frames) == ("a", 144, 216)
    assert made.whole("less") == "a"


@pytest.mark.parametrize("said", [{"in": "50f", "out": "40f"}, {"out": "1001f"}, {"in": "1000f"}], ids=str)
def test_a_subclip_of_what_is_not_there_is_refused(said: dict[str, str]) -> None:
    _, heard = groups({"a": ("24", "")}, {"part": {"subclip": "a", **said}})
    assert heard == ["media.part: part is no part of a"]


def cut_of(tiny: Callable[..., Tiny], cut: list[dict[str, Any]], **rest: Any) -> Tiny:
    document = {
        "posthouse": 1,
        "title": "Groups",
        "format": {"size": [96, 54], "rate": 24},
        "media": {"pan": "media/pan.mov", "clock": "media/clock.mkv", "hit": "media/hit.wav", **rest.pop("media", {})},
        "cut": cut,
        **rest,
    }
    return tiny(document)


def problems(made: Tiny) -> list[str]:
    with pytest.raises(Exception, match=r"production\.yaml") as caught, made.open() as film:
        film.programme  # noqa: B018 - resolving it tells
    return [str(problem) for problem in getattr(caught.value, "problems", ())]


def test_transitions_of_a_subclip_stay_within_it(tiny: Callable[..., Tiny]) -> None:
    part = {"part": {"subclip": "pan", "in": "30f", "out": "60f"}}
    cut = [{"shot": "a", "from": "part"}, {"dissolve": "8f"}, {"shot": "b", "from": "clock", "in": "20f", "for": "20f"}]
    (said,) = problems(cut_of(tiny, cut, media=part))
    assert "the transition needs 4 frames more of 'a' after its end" in said


def test_an_angle_shows_the_moment_of_the_groups_clock(tiny: Callable[..., Tiny]) -> None:
    table = {"table": {"multicam": {"wide": "pan", "close": {"media": "clock", "offset": "1s"}}}}
    cut = [
        {"shot": "one", "from": "table", "in": "2s", "for": "10f"},
        {"shot": "two", "from": "table", "angle": "close", "in": "2s", "for": "10f"},
    ]
    marker = {"at": "two@2s"}
    with cut_of(tiny, cut, media=table, markers=[marker]).open() as film:
        one, two = film.programme.cut.shots()
        (placed,) = film.programme.markers
    assert (one.media, one.source.grid_frame(0)) == ("pan", 48)
    assert (two.media, two.source.grid_frame(0)) == ("clock", 24)
    assert (placed.range.start_frame, placed.source_timecode) == (10, "00:00:02:00")


@pytest.mark.parametrize(("group", "own", "media"), [("wide", "", "pan"), ("", "wide", "pan"), ("", "", "clock")])
def test_an_angle_is_heard_where_it_is_wanted(tiny: Callable[..., Tiny], group: str, own: str, media: str) -> None:
    angles = {"wide": {"media": "pan", "offset": "250ms"}, "close": {"media": "clock", "offset": "1s"}}
    table = {"table": {"multicam": angles} | ({"sound": group} if group else {})}
    shot = {"shot": "two", "from": "table", "angle": "close", "in": "2s", "for": "10f"}
    cut = [shot | ({"sound": {"angle": own}} if own else {})]
    cue = {"cue": "c", "at": "two@2100ms", "play": "hit"}
    with cut_of(tiny, cut, media=table, sound={"cues": [cue]}).open() as film:
        (sounding,) = film.programme.scene.shots
    timing = sounding.timing
    assert timing.media == media
    assert timing.source_in_seconds == (Fraction(7, 4) if media == "pan" else 1)


def test_a_subclip_can_be_a_cue(tiny: Callable[..., Tiny]) -> None:
    part = {"knock": {"subclip": "hit", "in": "200ms", "out": "600ms"}}
    cue = {"cue": "c", "at": "a+2f", "play": "knock"}
    made = cut_of(tiny, [{"shot": "a", "from": "clock", "in": "20f", "for": "40f"}], media=part, sound={"cues": [cue]})
    with made.open() as film:
        (knock,) = (sound for sound in place_sounds(film.programme.scene) if sound.owner == "cue c")
    assert (knock.media, knock.source_start_samples, knock.length_samples) == ("hit", 9600, 19200)


def test_a_cue_beyond_its_subclip_is_refused(tiny: Callable[..., Tiny]) -> None:
    part = {"knock": {"subclip": "hit", "in": "200ms", "out": "600ms"}}
    cue = {"cue": "c", "at": "a", "play": "knock", "for": "500ms"}
    made = cut_of(tiny, [{"shot": "a", "from": "clock", "in": "20f", "for": "40f"}], media=part, sound={"cues": [cue]})
    (said,) = problems(made)
    assert "longer than what knock has (at most 0.400s)" in said


def test_a_recorder_is_an_angle_that_is_only_heard(tiny: Callable[..., Tiny]) -> None:
    table = {"table": {"multicam": {"wide": "pan", "boom": {"media": "hit", "offset": "1s"}}, "sound": "boom"}}
    with cut_of(tiny, [{"shot": "one", "from": "table", "in": "30f", "for": "10f"}], media=table).open() as film:
        (sounding,) = film.programme.scene.shots
    assert (sounding.timing.media, sounding.timing.source_in_seconds) == ("hit", Fraction(1, 4))


def test_a_recorder_cannot_be_seen(tiny: Callable[..., Tiny]) -> None:
    table = {"table": {"multicam": {"wide": "pan", "boom": {"media": "hit", "offset": "1s"}}}}
    said = problems(cut_of(tiny, [{"shot": "one", "from": "table", "angle": "boom", "for": "10f"}], media=table))
    assert [problem for problem in said if "'table' has no pictures" in problem]
    assert len(said) == 1


def test_a_recorder_is_laid_by_an_offset(tiny: Callable[..., Tiny]) -> None:
    table = {"table": {"multicam": {"wide": "pan", "boom": "hit"}}}
    said = problems(cut_of(tiny, [{"shot": "one", "from": "table", "for": "10f"}], media=table))
    assert any("sound has no timecode of frames" in problem for problem in said)
