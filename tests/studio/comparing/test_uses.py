"""Media of a cut file that are only called as shots here are: what more it takes to be what these show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from posthouse.production.reader import production_from_text
from posthouse.studio.comparing.cut_files import side_of_cut
from posthouse.studio.comparing.side import side_of
from posthouse.studio.comparing.uses import links_of
from posthouse.timing import Rate

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """
posthouse: 1
title: Named
format: {size: [640, 360], rate: 25}
media: {forest: forest.mov, ink: {generate: {color: "#101010"}}}
cut:
  - {shot: tower, from: forest, in: 10f, for: 30f}
  - {shot: card, from: ink, for: 20f}
"""


@pytest.mark.parametrize(
    ("clip", "start", "linked"),
    [("tower", "00:00:00:10", "forest"), ("tower", "00:00:07:00", None), ("card", "00:00:03:00", "ink")],
)
def test_a_name_alone_is_a_made_picture_but_no_footage(
    clip: str, start: str, linked: str | None, tmp_path: Path
) -> None:
    end = f"{start[:6]}{int(start[6:8]) + 1:02}:{int(start[9:]) + 5:02}"  # 30 frames later
    (tmp_path / "v2.edl").write_text(
        f"TITLE: V2\nFCM: NON-DROP FRAME\n\n001  AX       V     C        {start} {end} 00:00:00:00 00:00:01:05\n"
        f"* FROM CLIP NAME: {clip}\n"
    )
    old = side_of(production_from_text(TEXT, tmp_path / "production.yaml"), "production.yaml")
    new = side_of_cut(tmp_path / "v2.edl", folder=tmp_path, rate=Rate.parse(25))
    found = links_of(old, new).get(clip)
    assert (found.old if found else None) == linked
