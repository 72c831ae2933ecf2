"""What a format cannot keep comes back from the file beside it, also when the cut was changed meanwhile."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.errors import MediaError
from posthouse.interchange import Outcome
from posthouse.studio.exchange.exporting import export
from posthouse.studio.exchange.importing import Asked, Imported, import_cut
from posthouse.studio.exchange.sidecar import sidecar_of
from tests.studio.exchange.pretending import Said

if TYPE_CHECKING:
    from pathlib import Path

    from tests.studio.exchange.pretending import Pretended

MEDIA = {"a.mov": Said(rate=Fraction(25), start="10:00:00:00"), "b.mov": Said(rate=Fraction(25), start="11:00:00:00")}
DOCUMENT: dict[str, Any] = {
    "posthouse": 1,
    "title": "Kept",
    "format": {"size": [1920, 1080], "rate": 25},
    "media": {"a": "a.mov", "b": "b.mov"},
    "cut": [
        {"shot": "one", "from": "a", "in": "10:00:04:00", "for": "50f"},
        {"shot": "two", "from": "b", "in": "11:00:02:00", "for": "40f"},
        {"shot": "three", "from": "a", "in": "10:00:20:00", "for": "30f"},
    ],
    "titles": [{"title": "name", "text": "Words", "at": "two@11:00:02:10", "for": "10f"}],
    "color": {"grades": {"two": {"exposure": -0.5}, "three": {"saturation": 0.5}}},
    "deliver": ["web"],
}


@pytest.fixture
def edl(pretend: Pretended, tmp_path: Path) -> Path:
    """Return an EDL of a document whose grades and title it cannot say."""
    film = pretend.film(DOCUMENT, MEDIA, tmp_path)
    file = tmp_path / "out" / "kept.edl"
    export(film, "edl", to=file)
    return file


def _imported(edl: Path) -> Imported:
    return import_cut(edl, Asked(folder=edl.parent.parent))


def test_an_unchanged_file_gives_the_very_text(edl: Path) -> None:
    imported = _imported(edl)
    assert imported.text == (edl.parent.parent / "production.yaml").read_text()
    assert imported.report.losses == ()


def test_a_log_which_holds_no_cut_gives_the_very_text_too(pretend: Pretended, tmp_path: Path) -> None:
    film = pretend.film(DOCUMENT, MEDIA, tmp_path)
    export(film, "ale", to=tmp_path / "kept.ale")
    assert import_cut(tmp_path / "kept.ale", Asked(folder=tmp_path)).text == (tmp_path / "production.yaml").read_text()


def test_a_file_that_was_only_written_anew_gives_the_very_text(edl: Path) -> None:
    edl.write_bytes(edl.read_bytes().replace(b"\r\n", b"\n") + b"\n\n")
    assert _imported(edl).text == (edl.parent.parent / "production.yaml").read_text()


def test_a_changed_file_is_recut_into_what_was_kept(edl: Path) -> None:
    lines = edl.read_text().splitlines(keepends=True)
    first = next(index for index, line in enumerate(lines) if line.startswith("001"))
    slipped = lines[first].replace("10:00:06:00", "10:00:05:00").replace("10:00:04:00", "10:00:03:00")
    assert slipped != lines[first]
    lines[first] = slipped
    edl.write_text("".join(lines))
    imported = _imported(edl)
    document = imported.production.document
    assert [shot.id for shot in document.shots] == ["one", "two", "three"]
    assert str(document.shots[0].in_point) == "10:00:03:00"
    assert set(document.color.grades) == {"two", "three"}
    assert document.titles[0].title == "name"
    assert any(entry.outcome is Outcome.APPROXIMATED and "recut" in entry.reason for entry in imported.report.entries)


def test_paths_follow_into_another_folder(edl: Path, tmp_path: Path) -> None:
    (tmp_path / "a.mov").touch()
    new = tmp_path / "elsewhere" / "new"
    imported = import_cut(edl, Asked(folder=new))
    files = imported.production.media_files()
    assert files["a"] == new / "../../a.mov"
    assert imported.missing == ("b",)


def test_every_clip_that_can_be_seen_has_its_id_and_its_hash(edl: Path) -> None:
    facts = json.loads(sidecar_of(edl).read_text())
    assert [clip["id"] for clip in facts["clips"] if clip["kind"] == "picture"] == ["one", "two", "three"]
    assert all(len(clip["hash"]) == 16 for clip in facts["clips"])
    assert "title name" in facts["hidden"]


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"posthouse_sidecar": "x"}', '{"posthouse_sidecar": 99}'])
def test_what_is_no_sidecar_is_told_with_the_way_round_it(edl: Path, content: str) -> None:
    sidecar_of(edl).write_text(content)
    with pytest.raises(MediaError) as refused:
        _imported(edl)
    assert "--no-sidecar" in refused.value.hint
