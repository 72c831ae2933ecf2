"""The same cut in two formats: labels, counts from the first frame, faster footage; all pairs say nothing changed."""

from __future__ import annotations

import itertools
import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.interchange.formats import format_named
from posthouse.studio import open_film
from posthouse.studio.comparing.compare import compared
from posthouse.studio.comparing.cut_files import side_of_cut
from posthouse.studio.exchange.exporting import export
from posthouse.timing import Rate
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.comparing.side import Side

FORMATS = ("edl", "fcp7", "fcpxml", "aaf", "otio", "mlt", "kdenlive")
STARTS = {"slow": "01:00:00:00", "fast": "02:00:00:00"}
INS = ("00:20", "02:05", "01:10", "00:24", "04:00", "03:03")


def document() -> dict[str, object]:
    """Return six shots of two clips with timecode, one of them faster than the cut."""
    cut = [
        {"shot": f"s{at}", "from": media, "in": f"{STARTS[media][:6]}{begin}", "for": f"{14 + at}f"}
        for at, (media, begin) in enumerate(zip(itertools.cycle(STARTS), INS, strict=False))
    ]
    return {
        "posthouse": 1,
        "title": "T",
        "format": {"size": [96, 54], "rate": 25, "start": "10:00:00:00"},
        "media": {name: {"file": f"{name}.mov", "start": start} for name, start in STARTS.items()},
        "cut": cut,
    }


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the cut in every format."""
    folder = tmp_path_factory.mktemp("clocks")
    make_clip(folder / "slow.mov", Clip(rate=Fraction(25), frames=150))
    make_clip(folder / "fast.mov", Clip(rate=Fraction(30), frames=160, seed=2))
    (folder / "production.yaml").write_text(json.dumps(document()))
    (folder / "cuts").mkdir()
    with open_film(folder) as opened:
        for name in FORMATS:
            form = format_named(name)
            assert form is not None
            export(opened, name, to=folder / "cuts" / f"{name}{form.suffixes[0]}", with_sidecar=False)
    return folder


def cut(film: Path, name: str) -> Side:
    (file,) = (film / "cuts").glob(f"{name}.*")
    return side_of_cut(file, folder=film / "cuts", rate=Rate.parse(25))


@pytest.mark.parametrize(("old", "new"), list(itertools.permutations(FORMATS, 2)))
def test_a_cut_is_the_same_in_all_formats(old: str, new: str, film: Path) -> None:
    assert compared(cut(film, old), cut(film, new)).changes == ()


def test_a_slip_is_told_across_formats(film: Path) -> None:
    text = (film / "cuts" / "edl.edl").read_text()
    slipped = text.replace("01:00:01:10 01:00:02:01", "01:00:01:12 01:00:02:03")
    assert slipped != text
    (film / "cuts" / "slipped.edl").write_text(slipped)
    said = [str(each) for each in compared(cut(film, "fcp7"), cut(film, "slipped")).changes]
    assert said == ["s2: slipped, shows its source 2 frames later"]
