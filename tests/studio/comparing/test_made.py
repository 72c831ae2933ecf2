"""Which generated pictures are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from posthouse.production.reader import production_from_text
from posthouse.studio.comparing.made import made_picture

if TYPE_CHECKING:
    from pathlib import Path


def picture(written: str, folder: Path) -> str:
    text = (
        f"posthouse: 1\ntitle: t\nformat: {{size: [64, 36], rate: 24}}\nmedia: {{m: {written}, n: n.mov}}\n"
        "cut: [{shot: s, from: n, for: 9f}]\ndeliver: [web]\n"
    )
    return made_picture(production_from_text(text, folder / "production.yaml").document.media["m"])


def test_colors_are_the_same_to_8_bits(tmp_path: Path) -> None:
    dark = picture('{generate: {color: "#06070a"}}', tmp_path)
    assert dark == picture("{generate: {color: [0.023529, 0.027451, 0.039216]}}", tmp_path)
    assert dark != picture('{generate: {color: "#07070a"}}', tmp_path)


def test_names_of_colors_are_values(tmp_path: Path) -> None:
    black = picture("{generate: {color: black}}", tmp_path)
    assert black == picture("{generate: {color: [0, 0, 0]}}", tmp_path)


def test_bars_are_bars(tmp_path: Path) -> None:
    assert picture("{generate: {bars: ebu-75}}", tmp_path) == "bars"


@pytest.mark.parametrize("written", ["a.mov", "{generate: {soundscape: wind}}"])
def test_nothing_else_is_a_generated_picture(written: str, tmp_path: Path) -> None:
    assert not picture(written, tmp_path)
