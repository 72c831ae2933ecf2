"""A cut file with nests beside a production: what changed inside a nest is told as inside its sequence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from posthouse.studio import open_film
from posthouse.studio.comparing.compare import compared
from posthouse.studio.comparing.cut_files import side_of_cut
from posthouse.studio.comparing.side import side_of
from posthouse.studio.exchange.exporting import export
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = {
    "posthouse": 1,
    "title": "Nested",
    "format": {"size": [96, 54], "rate": 24},
    "media": {"a": "a.mov"},
    "sequences": {"fight": [{"shot": "punch", "from": "a", "in": "10f", "for": "20f"}]},
    "cut": [{"shot": "brawl", "from": "fight"}, {"shot": "next", "from": "a", "in": "2f", "for": "12f"}],
    "deliver": ["web"],
}


def test_what_was_slipped_inside_a_compound_clip_is_told(tmp_path: Path) -> None:
    make_clip(tmp_path / "a.mov", Clip(frames=60))
    (tmp_path / "production.yaml").write_text(json.dumps(DOCUMENT))
    file = tmp_path / "cut.fcpxml"
    with open_film(tmp_path) as film:
        export(film, "fcpxml", to=file, with_sidecar=False)
        old = side_of(film.production, "production")
    assert compared(old, side_of_cut(file, folder=tmp_path)).changes == ()
    text = file.read_text()
    slipped = text.replace('name="punch" start="5/12s"', 'name="punch" start="7/12s"')
    assert slipped != text
    file.write_text(slipped)
    (change,) = compared(old, side_of_cut(file, folder=tmp_path)).changes
    assert (change.subject, "4 frames later" in change.words) == ("fight/punch", True)
