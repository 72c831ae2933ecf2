"""Avid logs, compared with otio-ale-adapter, and written again with all their columns."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import opentimelineio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posthouse.errors import MediaError
from posthouse.interchange import ale
from posthouse.interchange.timeline import (
    Cdl,
    Clip,
    MediaRef,
    SourceSpan,
    Timeline,
    Track,
    TrackKind,
)
from posthouse.timing import BROADCAST_RATES, FrameRange, Rate

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Heading\nFIELD_DELIM\tTABS\nVIDEO_FORMAT\t1080\nFPS\t25\n\nColumn\n"


def _read(folder: Path, text: str) -> tuple[MediaRef, ...]:
    path = folder / "log.ale"
    path.write_text(text, encoding="utf-8", newline="")
    return ale.read(path).media


def test_the_real_log_is_as_another_reader_has_it(media: Path) -> None:
    path = media / "interchange" / "ale" / "sample.ale"
    others = opentimelineio.adapters.read_from_file(str(path), adapter_name="ale")
    ours = ale.read(path).media
    assert [(one.name, one.file) for one in ours] == [(one.name, one.media_reference.target_url) for one in others]
    spans = [(int(one.available.start), int(one.available.duration)) for one in ours if one.available]
    assert spans == [(one.source_range.start_time.value, one.source_range.duration.value) for one in others]
    assert spans == [(86400, 99), (86400, 100), (86400, 101), (86400, 102)]
    assert {one.size for one in ours} == {(1920, 1080)}


def test_a_real_log_written_again_has_every_column(media: Path, tmp_path: Path) -> None:
    ours = ale.read(media / "interchange" / "ale" / "sample.ale").media
    again = _read(tmp_path, ale.log_text(ours, Rate.parse(24), size=(1920, 1080)))
    assert [one.facts["ale"] for one in again] == [one.facts["ale"] for one in ours]
    assert [one.available for one in again] == [one.available for one in ours]


def test_scene_take_color_and_tracks_are_read(tmp_path: Path) -> None:
    columns = "Name\tTape\tStart\tEnd\tScene\tTake\tASC_SOP\tASC_SAT\tTracks\tWeather\n\nData\n"
    row = "12A-3\tA001\t01:00:00:00\t01:00:04:10\t12A\t3\t(1.1 1 0.9)(0 0 0.1)(1 1 1)\t0.9\tVA1A2\train\n"
    (one,) = _read(tmp_path, HEAD + columns + row)
    assert (one.scene, one.take, one.reel, one.sound_channels) == ("12A", "3", "A001", 2)
    assert one.available == SourceSpan(rate=Rate.parse(25), start=Fraction(90000), duration=Fraction(110))
    assert one.facts["cdl"] == {
        "slope": (1.1, 1.0, 0.9),
        "offset": (0.0, 0.0, 0.1),
        "power": (1.0, 1.0, 1.0),
        "saturation": 0.9,
    }
    raw = one.facts["ale"]
    assert isinstance(raw, dict)
    assert raw["Weather"] == "rain"


def test_a_row_with_a_wrong_timecode_is_kept_without_it(tmp_path: Path) -> None:
    path = tmp_path / "log.ale"
    path.write_text(f"{HEAD}Name\tStart\tEnd\n\nData\nA\t01:00:00:25\t01:00:01:00\n", encoding="utf-8")
    reading = ale.read(path)
    assert reading.media[0].available is None
    assert [(entry.feature, entry.place and entry.place.line) for entry in reading.ledger.losses] == [("timecode", 10)]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "is empty"),
        ("Name\tStart\n", "no Avid log"),
        (HEAD, "no part Column"),
        (f"{HEAD}Name\n", "no part Data"),
        (HEAD.replace("FPS\t25", "X\ty") + "Name\n\nData\nA\n", "does not say its FPS"),
        (HEAD.replace("25", "fast") + "Name\n\nData\nA\n", "no rate"),
        (HEAD.replace("TABS", "STARS") + "Name\n\nData\nA\n", "apart by"),
    ],
)
def test_what_is_no_log_is_refused(tmp_path: Path, text: str, cause: str) -> None:
    with pytest.raises(MediaError, match=cause):
        _read(tmp_path, text)


def test_a_cut_is_logged_once_a_source(tmp_path: Path) -> None:
    rate = Rate.parse("29.97")
    source = MediaRef(name="pier", reel="A001", file="pier.mov", is_drop_frame=True)
    clips = [
        Clip(
            id=str(at),
            name="pier",
            record=FrameRange.lasting(at * 10, 10),
            source=SourceSpan(rate=rate, start=Fraction(107892 + at * 50), duration=Fraction(10)),
            media=source,
            cdl=Cdl(slope=(1.1, 1.0, 0.9)),
        )
        for at in range(2)
    ]
    track = Track(name="V1", kind=TrackKind.PICTURE, clips=tuple(clips))
    cut = Timeline(id="cut", name="CUT", rate=rate, tracks=(track,), size=(1920, 1080))
    text = ale.write((cut,), name="cut").files["cut.ale"].decode()
    assert "FPS\t29.97" in text
    assert "01:00:00;00" in text
    (one,) = _read(tmp_path, text)
    assert one.available == SourceSpan(rate=rate, start=Fraction(107892), duration=Fraction(60))
    assert (one.reel, one.file, one.is_drop_frame) == ("A001", "pier.mov", True)


words = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=12)


@pytest.mark.parametrize("rate", BROADCAST_RATES, ids=str)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=words, reel=words, start=st.integers(0, 80000), frames=st.integers(1, 5000))
def test_a_log_keeps_its_sources(tmp_path: Path, rate: Rate, name: str, reel: str, start: int, frames: int) -> None:
    span = SourceSpan(rate=rate, start=Fraction(start), duration=Fraction(frames))
    one = MediaRef(name=name, reel=reel, file="a.mov", available=span, scene="1", take="2", has_picture=True)
    (again,) = _read(tmp_path, ale.log_text([one], rate))
    assert (again.name, again.reel, again.file, again.available) == (name, reel, "a.mov", span)
    assert (again.scene, again.take) == ("1", "2")
