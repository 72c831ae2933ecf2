"""Color from the document to the finished file: chosen, exact where it must be, never silently off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from posthouse.errors import DocumentProblems

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.studio.tiny import Document, Tiny

ARCHIVE = {"as": "ffv1", "name": "master", "pixel_format": "gbrp10le"}
WHITE = {"white": {"generate": {"color": "#ffffff"}}}
WHITE_SHOT = {"shot": "w", "from": "white", "for": "2f"}


def _document(programme: str, media: dict[str, Any], cut: list[dict[str, Any]], **rest: object) -> Document:
    return {
        "posthouse": 1,
        "title": "Color",
        "format": {"size": [96, 54], "rate": 24, "color": programme},
        "media": media,
        "cut": cut,
        **rest,
    }


def _codes(path: Path) -> np.ndarray:
    """Return (frame, plane, y, x) the codes of a file of three full planes of 10 bits."""
    with av.open(str(path)) as movie:
        return np.stack([frame.to_ndarray() for frame in movie.decode(video=0)]).astype(np.int64)


def _built(made: Tiny) -> np.ndarray:
    made.build()
    return _codes(made.folder / "out" / "master.mkv")


def _refusal(made: Tiny) -> str:
    with pytest.raises(DocumentProblems) as refusal, made.open() as film:
        film.check()
    return str(refusal.value)


@pytest.mark.parametrize(("color", "code"), [("rec2100-pq", 573), ("rec2100-hlg", 721)])
def test_the_documents_white_is_reference_white(tiny: Callable[..., Tiny], color: str, code: int) -> None:
    """BT.2408, table 1: 58 % PQ, 75 % HLG; of 10 bits, narrow range."""
    luma = {**ARCHIVE, "pixel_format": "yuv444p10le"}
    mastering = {"format": {"size": [96, 54], "rate": 24, "color": color, "mastering": "p3-d65-1000nits"}}
    made = tiny(_document(color, WHITE, [WHITE_SHOT], deliver=[luma]) | mastering)
    made.build()
    with av.open(str(made.folder / "out" / "master.mkv")) as movie:
        plane = next(movie.decode(video=0)).planes[0]
    luma_codes = np.frombuffer(bytes(plane), np.uint16).reshape(plane.height, -1)[:, : plane.width]
    assert np.abs(luma_codes.astype(int) - code).max() <= 1


def _hlg(**color: object) -> Document:
    media = {"pan": {"file": "media/pan.mov", "color": "rec2100-hlg"}}
    cut = [{"shot": "p", "from": "pan", "in": "20f", "for": "2f"}]
    return _document("rec709", media, cut, color={"convert": "bt2408", **color}, deliver=[ARCHIVE])


def test_the_lut_is_as_near_to_the_exact_path_as_it_says(tiny: Callable[..., Tiny]) -> None:
    with_lut, exact = tiny(_hlg(), "lut"), tiny(_hlg(exact=True), "exact")
    with with_lut.open() as film:
        (told,) = film.color_errors()
    assert told.way == "lut"
    difference = np.abs(_built(with_lut) - _built(exact)) * 876 / 1023  # the file is full range
    assert difference.max() <= told.worst_code10 + 2
    assert difference.mean() < 0.5
    assert 0 < told.mean_code10 < told.most_code10 < told.worst_code10


def test_a_budget_that_no_lut_keeps_is_kept_by_working_color_out_exactly(tiny: Callable[..., Tiny]) -> None:
    asked, kept = tiny(_hlg(exact=True), "asked"), tiny(_hlg(budget=0.3), "kept")
    with kept.open() as film:
        (told,) = film.color_errors()
    assert told.way == "exact"
    assert not told.is_within_budget
    assert np.array_equal(_built(asked), _built(kept))


def test_hdr_that_nobody_chose_a_way_for_is_refused_at_its_line(tiny: Callable[..., Tiny]) -> None:
    document = _hlg()
    del document["color"]
    said = _refusal(tiny(document))
    assert "media.pan" in said
    assert "convert: bt2408" in said


def test_a_space_nobody_knows_is_refused_with_the_nearest(tiny: Callable[..., Tiny]) -> None:
    document = _hlg()
    document["media"]["pan"]["color"] = "ari-logc4"
    with pytest.raises(DocumentProblems, match="arri-logc4"):
        tiny(document).open()


def test_an_sdr_deliverable_of_hdr_takes_a_choice(tiny: Callable[..., Tiny]) -> None:
    deliver = [{**ARCHIVE, "color": "rec709"}]
    document = _document("rec2100-pq", WHITE, [WHITE_SHOT], deliver=deliver)
    document["media"]["pan"] = {"file": "media/pan.mov", "color": "rec2100-pq"}
    document["cut"].append({"shot": "p", "from": "pan", "in": "20f", "for": "2f"})
    assert "nobody chose" in _refusal(tiny(document))


def test_every_tag_is_overridable_and_what_is_guessed_is_noted(tiny: Callable[..., Tiny]) -> None:
    tags = {"matrix": "bt601", "range": "full", "primaries": "smpte170m", "transfer": "smpte170m", "siting": "center"}
    media = {"pan": {"file": "media/pan.mov", "color": tags}, "clock": "media/clock.mkv"}
    cut = [{"shot": name, "from": name, "in": "20f", "for": "2f"} for name in media]
    with tiny(_document("rec709", media, cut)).open() as film:
        footage = film.programme.media["pan"].footage
        notes = film.programme.notes
    assert footage is not None
    assert {tag: str(getattr(footage.format, tag)) for tag in tags} == tags
    assert not any(note.startswith("pan: its file does not say") for note in notes)
    assert any(note.startswith("clock: its file does not say") and "matrix bt601" in note for note in notes)
