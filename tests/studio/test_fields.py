"""Interlaced and telecined media in productions: what reaches the encoder is what the reading says, to the bit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.errors import DocumentProblems, PosthouseError
from posthouse.media.facts import FieldOrder
from posthouse.media.library import MediaLibrary
from posthouse.media.pool import DecoderPool
from posthouse.media.reading import Cadence, FieldReading
from tests.media.fields.conftest import FORMATS, Encoded, encode_frames, kept, moving, same, weave
from tests.media.fields.test_soft_pulldown import BY_TURNS, timed
from tests.studio.tiny import Tiny

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.media.reading import Reading
    from posthouse.signal import Picture

FRAMES = 12
MASTER = {"as": "custom", "codec": "ffv1", "container": "mkv", "pixel_format": "yuv420p", "lossless": True}


def document(rate: float | str = 25, fields: Any = None, frames: int = FRAMES, **deliver: Any) -> dict[str, Any]:
    color = {"matrix": "bt709", "range": "narrow", "primaries": "bt709", "transfer": "bt709"}
    media: dict[str, Any] = {"file": "match.mkv", "color": color} | ({} if fields is None else {"fields": fields})
    return {
        "posthouse": 1,
        "title": "Match",
        "format": {"size": [128, 96], "rate": rate, "sound": {"rate": 48000, "layout": "stereo"}},
        "media": {"match": media},
        "cut": [{"shot": "one", "from": "match", "for": f"{frames}f"}],
        "deliver": [MASTER | {"name": "out", "sound": {"codec": "flac"}} | deliver],
    }


def interlaced(path: Path, how: Encoded, frames: int = FRAMES) -> Path:
    """Write a clip whose fields are of their own times."""
    truth = [moving(FORMATS[how.pixel_format], time) for time in range(2 * frames)]
    pairs = zip(truth[::2], truth[1::2], strict=True)
    return encode_frames(path, [weave(a, b, is_top_first=how.mode != "bff") for a, b in pairs], how)


def pictures(path: Path, folder: Path, count: int, reading: Reading | None = None) -> list[Picture]:
    with MediaLibrary(folder / "known") as library, DecoderPool(library=library) as pool:
        return kept(pool.pictures(path, library.info(path), range(count), 0, reading))


@pytest.fixture
def match(tmp_path: Path) -> Tiny:
    interlaced(tmp_path / "match.mkv", Encoded())
    return Tiny(folder=tmp_path)


def build(tiny: Tiny, spec: dict[str, Any], count: int) -> list[Picture]:
    tiny.write(spec)
    tiny.build()
    return pictures(tiny.folder / "out" / "out.mkv", tiny.folder, count)


@pytest.mark.parametrize("take", [None, "deinterlace", {"take": "deinterlace"}])
def test_tagged_footage_is_deinterlaced_in_a_progressive_programme(match: Tiny, take: Any) -> None:
    found = build(match, document(fields=take), FRAMES)
    wanted = pictures(match.folder / "match.mkv", match.folder, FRAMES, FieldReading(order=FieldOrder.TOP))
    assert all(same(a, b) for a, b in zip(found, wanted, strict=True))
    with match.open() as film:
        assert "match: interlaced, top field first; deinterlaced" in " ".join(film.check())


def test_fields_kept_are_the_frames_of_the_file(match: Tiny) -> None:
    found = build(match, document(fields="keep"), FRAMES)
    wanted = pictures(match.folder / "match.mkv", match.folder, FRAMES)
    assert all(same(a, b) for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("take", [None, "both"])
def test_a_programme_of_twice_the_rate_shows_both_fields(match: Tiny, take: str | None) -> None:
    found = build(match, document(50, take, 2 * FRAMES), 2 * FRAMES)
    reading = FieldReading(order=FieldOrder.TOP, is_double=True)
    wanted = pictures(match.folder / "match.mkv", match.folder, 2 * FRAMES, reading)
    assert all(same(a, b) for a, b in zip(found, wanted, strict=True))


def test_the_document_overrides_the_order(match: Tiny) -> None:
    found = build(match, document(fields={"order": "bottom"}), FRAMES)
    wanted = pictures(match.folder / "match.mkv", match.folder, FRAMES, FieldReading(order=FieldOrder.BOTTOM))
    assert all(same(a, b) for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("said", ["remove-pulldown", {"take": "remove-pulldown", "cadence": "2-3", "phase": 1}])
def test_film_is_taken_out_of_its_pulldown(tmp_path: Path, said: Any) -> None:
    film = [moving(FORMATS["yuv420p"], time) for time in range(24)]
    woven = [
        weave(film[start + a], film[start + b], is_top_first=True)
        for start in range(0, 24, 4)
        for a, b in Cadence.PULLDOWN_2_3.pattern
    ]
    encode_frames(tmp_path / "match.mkv", woven[1:], Encoded(rate=Fraction(30000, 1001)))
    found = build(Tiny(folder=tmp_path), document("23.976", said, 22), 22)
    assert all(same(a, b) for a, b in zip(found, film[1:], strict=False))


def test_a_change_of_fields_gives_what_a_clean_build_gives(
    match: Tiny, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for take in (None, "keep", {"order": "bottom"}, "deinterlace"):
        match.write(document(fields=take))
        match.build()
        clean = Tiny(folder=tmp_path_factory.mktemp("clean"))
        (clean.folder / "match.mkv").write_bytes((match.folder / "match.mkv").read_bytes())
        clean.write(document(fields=take))
        clean.build()
        assert match.finished() == clean.finished()


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("deinterlaced", "there are auto, deinterlace"),
        ({"take": "both", "cadence": "2-3"}, "belongs to remove-pulldown"),
        ({"take": "remove-pulldown", "phase": 2}, "belongs to a cadence"),
        ({"take": "remove-pulldown", "cadence": "2-2", "phase": 2}, "phases 0 and 1"),
        ("remove-pulldown", "no pulldown was found"),
    ],
)
def test_what_cannot_be_is_told_with_its_line(match: Tiny, said: Any, complaint: str) -> None:
    match.write(document(fields=said))
    with pytest.raises(DocumentProblems, match=complaint), match.open() as film:
        film.check()


class TestInterlacedDelivery:
    """Deliverables shown a field at a time."""

    def test_footage_of_the_same_order_passes_bit_exact(self, match: Tiny) -> None:
        found = build(match, document(scan="interlaced-top"), FRAMES)
        wanted = pictures(match.folder / "match.mkv", match.folder, FRAMES)
        assert all(same(a, b) for a, b in zip(found, wanted, strict=True))

    @pytest.mark.parametrize("scan", ["interlaced-top", "interlaced-bottom"])
    def test_the_file_says_its_order_and_the_report_checks_it(self, match: Tiny, scan: str) -> None:
        build(match, document(scan=scan), FRAMES)
        with MediaLibrary(match.folder / "known") as library:
            assert library.info(match.folder / "out" / "out.mkv").pictures[0].field_order == scan.split("-")[1]
        report = next((match.folder / "out").glob("out.mkv*.json")).read_text()
        assert '"first field"' in report

    def test_another_order_is_woven_anew_of_both_fields(self, match: Tiny) -> None:
        found = build(match, document(scan="interlaced-bottom"), FRAMES)
        reading = FieldReading(order=FieldOrder.TOP, is_double=True)
        fields = pictures(match.folder / "match.mkv", match.folder, 2 * FRAMES, reading)
        for number, frame in enumerate(found):
            assert same(frame, weave(fields[2 * number], fields[2 * number + 1], is_top_first=False))

    def test_footage_of_field_rate_is_woven(self, tmp_path: Path) -> None:
        truth = [moving(FORMATS["yuv420p"], time) for time in range(2 * FRAMES)]
        encode_frames(tmp_path / "match.mkv", truth, Encoded(mode="prog", rate=Fraction(50)))
        found = build(Tiny(folder=tmp_path), document(scan="interlaced-top"), FRAMES)
        for number, frame in enumerate(found):
            assert same(frame, weave(truth[2 * number], truth[2 * number + 1], is_top_first=True))

    def test_progressive_footage_stands_still_for_both_fields(self, tmp_path: Path) -> None:
        truth = [moving(FORMATS["yuv420p"], time) for time in range(FRAMES)]
        encode_frames(tmp_path / "match.mkv", truth, Encoded(mode="prog"))
        found = build(Tiny(folder=tmp_path), document(scan="interlaced-top"), FRAMES)
        assert all(same(a, b) for a, b in zip(found, truth, strict=True))

    def test_film_gets_the_pulldown_that_takes_it_to_30_frames(self, tmp_path: Path) -> None:
        film = [moving(FORMATS["yuv420p"], time) for time in range(16)]
        encode_frames(tmp_path / "match.mkv", film, Encoded(mode="prog", rate=Fraction(24000, 1001)))
        found = build(Tiny(folder=tmp_path), document("29.97", None, 20, scan="interlaced-top"), 20)
        wanted = [
            weave(film[start + a], film[start + b], is_top_first=True)
            for start in range(0, 16, 4)
            for a, b in Cadence.PULLDOWN_2_3.pattern
        ]
        assert all(same(a, b) for a, b in zip(found, wanted, strict=True))

    def test_an_encoder_without_fields_is_refused_before_the_build(self, match: Tiny) -> None:
        match.write(document(scan="interlaced-top", codec="libx265", container="mp4", lossless=False))
        with pytest.raises(PosthouseError, match="libx265 makes no interlaced"), match.open() as film:
            film.check()


def test_film_by_flags_plays_every_picture_once_at_the_film_rate(tmp_path: Path) -> None:
    timed(tmp_path / "match.mkv", BY_TURNS)
    film = Tiny(folder=tmp_path)
    film.write(document("23.976", None, 24) | {"format": {"size": [64, 48], "rate": "23.976"}})
    with film.open() as opened:
        footage = opened.programme.media["match"].footage
        assert footage is not None
        assert [footage.conform.picture_index(frame) for frame in range(24)] == [*range(24)]
        assert any("pulldown by flags only" in note for note in opened.check())
