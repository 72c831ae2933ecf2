"""A sequence played once more in a flat list stays a sequence, with the dissolve inside it."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from posthouse.production.draft import Draft
from posthouse.studio import open_film
from posthouse.studio.comparing.cut_files import side_of_cut
from posthouse.studio.exchange.exporting import export
from posthouse.studio.recut.recut import recut
from posthouse.timing import Rate
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT: dict[str, Any] = {
    "posthouse": 1,
    "title": "T",
    "format": {"size": [96, 54], "rate": 24},
    "media": {"a": "a.mov"},
    "sequences": {
        "fight": [
            {"shot": "kick", "from": "a", "in": "20f", "for": "21f"},
            {"dissolve": "8f"},
            {"shot": "duck", "from": "a", "in": "60f", "for": "25f"},
        ]
    },
    "cut": [{"shot": "x", "from": "a", "in": "110f", "for": "20f"}, {"shot": "brawl", "from": "fight"}],
    "markers": [{"marker": "m", "at": "kick+5f"}],
}


def test_a_sequence_played_twice_in_an_edl_stays_one(tmp_path: Path) -> None:
    make_clip(tmp_path / "a.mov", Clip(frames=140))
    new = copy.deepcopy(DOCUMENT)
    new["cut"].append({"shot": "again", "from": "fight"})
    del new["markers"]
    (tmp_path / "production.yaml").write_text(json.dumps(new))
    with open_film(tmp_path) as film:
        export(film, "edl", to=tmp_path / "cut.edl", with_sidecar=False)
    (tmp_path / "production.yaml").write_text(json.dumps(DOCUMENT))
    found = recut(Draft.open(tmp_path), side_of_cut(tmp_path / "cut.edl", folder=tmp_path, rate=Rate.parse(24)))
    assert [str(each) for each in found.comparison.changes] == [
        "brawl-2: is new, of footage that brawl shows",
        "marker m: at: brawl/kick+5f, was kick+5f",
    ]
    assert not found.parked
