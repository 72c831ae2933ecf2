"""``posthouse probe``: facts of real files, and clear words for broken ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_real_file_shows_its_streams_rate_and_color(posthouse: Callable[..., Any], media: Path) -> None:
    out = posthouse("probe", media / "footage" / "bikes.mp4").out
    assert "640x272" in out
    assert "25 fps" in out
    assert "250 frames" in out
    assert "h264" in out


def test_json_holds_every_fact(posthouse: Callable[..., Any], media: Path) -> None:
    (file,) = posthouse("probe", media / "footage" / "bikes.mp4", "--json").facts["files"]
    assert file["info"]["pictures"][0]["frame_count"] == 250
    assert len(file["info"]["digest"]) == 64


def test_good_files_are_shown_beside_a_broken_one(posthouse: Callable[..., Any], built: Path, tmp_path: Path) -> None:
    (tmp_path / "text.mov").write_text("this is no film")
    ran = posthouse("probe", built / "out" / "poster.png", tmp_path / "text.mov")
    assert ran.code == 3
    assert "96x54" in ran.out
    assert "text.mov" in ran.err


def test_an_empty_file_is_a_media_error(posthouse: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "empty.mov").touch()
    assert posthouse("probe", tmp_path / "empty.mov").code == 3
