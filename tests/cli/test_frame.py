"""``posthouse frame``: pictures of any place, and contact sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from posthouse.media.images import read_head, read_samples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("at", "frame"), [("0", 0), ("24f", 24), ("00:00:00:21", 21), ("0.4s", 10), ("second+2f", 22), ("first", 0)]
)
def test_any_spelling_of_a_place_finds_its_frame(
    at: str, frame: int, posthouse: Callable[..., Any], built: Path, tmp_path: Path
) -> None:
    facts = posthouse("frame", built, at, "-o", tmp_path / "still.png", "--json").facts
    assert facts["frame"] == frame
    assert facts["shot"] == ("first" if frame < 20 else "second")


def test_a_frame_shows_the_picture_at_its_size(posthouse: Callable[..., Any], built: Path, tmp_path: Path) -> None:
    assert posthouse("frame", built, "second", "-o", tmp_path / "still.png").code == 0
    head, samples = read_samples(tmp_path / "still.png")
    assert (head.width, head.height) == (96, 54)
    assert abs(samples.astype(int) - [0x20, 0x40, 0x60]).max() <= 1


def test_a_width_alone_keeps_the_shape(posthouse: Callable[..., Any], built: Path, tmp_path: Path) -> None:
    posthouse("frame", built, "first", "--size", "48", "-o", tmp_path / "still.png")
    head = read_head(tmp_path / "still.png")
    assert (head.width, head.height) == (48, 27)


def test_a_frame_is_written_into_the_current_folder_by_its_number(
    posthouse: Callable[..., Any], built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    posthouse("frame", built, "7f")
    assert (tmp_path / "frame-000007.png").is_file()


def test_a_contact_sheet_shows_the_middle_of_each_shot(
    posthouse: Callable[..., Any], built: Path, tmp_path: Path
) -> None:
    facts = posthouse("frame", built, "--contact-sheet", "-o", tmp_path / "sheet.png", "--json").facts
    assert [(still["frame"], still["shot"]) for still in facts["frames"]] == [(10, "first"), (25, "second")]
    assert read_head(tmp_path / "sheet.png").width > 2 * 320


def test_a_contact_sheet_can_step_through_the_programme(
    posthouse: Callable[..., Any], built: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.png"
    facts = posthouse("frame", built, "--contact-sheet", "--every", "6f", "--size", "64", "-o", out, "--json").facts
    assert [still["frame"] for still in facts["frames"]] == [0, 6, 12, 18, 24]
