"""The example as a cut file against itself: what a format cannot say is no change, whichever side it stands on."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from posthouse.interchange.formats import format_named
from posthouse.production.reader import production_from_text
from posthouse.studio import open_film
from posthouse.studio.comparing.compare import compared
from posthouse.studio.comparing.cut_files import side_of_cut
from posthouse.studio.comparing.made import made_picture
from posthouse.studio.comparing.side import side_of
from posthouse.studio.exchange.exporting import export as write_cut
from posthouse.studio.exchange.importing import Asked, import_cut
from posthouse.studio.exchange.outgoing.timelines import outgoing
from posthouse.studio.recut.recut import RecutOptions, recut
from posthouse.timing import Rate
from tests.studio.recut.recutting import Document, draft_of, example_document, example_text

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.comparing.side import Side
    from posthouse.studio.recut.recut import Recut

CLIPS = ("tears-of-steel-battle-clip-medium.webm", "bbb_330-390s.mp4")
FORMATS = ("edl", "otio", "fcp7", "fcpxml", "aaf")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Path:
    """Return the example's folder with its footage, and its cut in every format."""
    folder = tmp_path_factory.mktemp("film")
    (folder / "footage").mkdir()
    for clip in CLIPS:
        shutil.copyfile(media / "footage" / clip, folder / "footage" / clip)
    (folder / "production.yaml").write_text(example_text())
    export(folder, "v1", FORMATS)
    return folder


def export(film: Path, name: str, formats: tuple[str, ...]) -> None:
    with open_film(film) as opened:
        timelines = outgoing(opened).timelines
    for each in formats:
        form = format_named(each)
        assert form is not None
        content = next(iter(form.writer(timelines, name=name).files.values()))
        (film / f"{name}-{each}{form.suffixes[0]}").write_bytes(content)


def cut(film: Path, form: str, name: str = "v1") -> Side:
    (file,) = film.glob(f"{name}-{form}.*")
    return side_of_cut(file, folder=film, rate=Rate.parse(24))


def production(film: Path, document: Document | None = None) -> Side:
    text = example_text() if document is None else json.dumps(document)
    return side_of(production_from_text(text, film / "production.yaml"), "here")


def said(old: Side, new: Side) -> list[str]:
    return [str(change) for change in compared(old, new).changes]


def taken(film: Path, document: Document, form: str, folder: Path) -> Recut:
    """Return the recut of the example by a document's cut, in a format."""
    (folder / "footage").symlink_to(film / "footage")
    (folder / "production.yaml").write_text(json.dumps(document))
    export(folder, "v2", (form,))
    return recut(draft_of(example_text(), folder), cut(folder, form, "v2"), options=RecutOptions(by="v2"))


@pytest.mark.parametrize("form", FORMATS)
def test_a_cut_file_is_no_change_on_either_side(form: str, film: Path) -> None:
    here, there = production(film), cut(film, form)
    assert not said(here, there)
    assert not said(there, here)


@pytest.mark.parametrize(("old", "new"), [("edl", "otio"), ("otio", "edl"), ("edl", "fcp7"), ("aaf", "otio")])
def test_the_same_cut_in_two_formats_is_the_same(old: str, new: str, film: Path) -> None:
    assert not said(cut(film, old), cut(film, new))


@pytest.mark.parametrize("form", ["fcp7", "fcpxml", "aaf"])
def test_the_same_cut_taken_in_changes_no_text(form: str, film: Path, tmp_path: Path) -> None:
    found = taken(film, example_document(), form, tmp_path)
    assert found.draft.diff() == ""
    assert not found.parked
    assert not found.notes


def test_a_true_trim_against_an_edl_is_told(film: Path) -> None:
    document = example_document()
    next(item for item in document["cut"] if item.get("shot") == "arm")["for"] = "50f"
    assert said(cut(film, "edl"), production(film, document)) == ["arm: 6 frames shorter at the tail"]


def test_another_color_is_other_media(film: Path, tmp_path: Path) -> None:
    document = example_document()
    document["media"]["dark"] = {"generate": {"color": "#400000"}}
    found = taken(film, document, "fcpxml", tmp_path)
    after = found.draft.checked().document
    (name,) = after.media.keys() - example_document()["media"].keys()
    assert made_picture(after.media[name]) == "color 64 0 0 255"
    assert getattr(after.cut[-1], "media", "") == name


def test_two_media_of_one_color_keep_their_names(film: Path, tmp_path: Path) -> None:
    text = example_text()
    text = text.replace("  dark:   {", '  night2: {generate: {color: "#06070a"}}\n  dark:   {')
    (tmp_path / "footage").symlink_to(film / "footage")
    (tmp_path / "production.yaml").write_text(text)
    export(tmp_path, "v2", ("fcpxml",))
    found = recut(draft_of(text, tmp_path), cut(tmp_path, "fcpxml", "v2"))
    assert found.draft.diff() == ""
    assert not found.notes


def test_titles_that_went_out_as_clips_move_with_the_cut(film: Path, tmp_path: Path) -> None:
    document = example_document()
    next(item for item in document["cut"] if item.get("shot") == "lemur")["for"] = "50f"
    found = taken(film, document, "aaf", tmp_path)
    assert [str(change) for change in found.comparison.changes] == ["lemur: 8 frames shorter at the tail"]
    assert [shot.id for shot in found.cast.matched.new.layout.over] != []
    assert len(found.draft.checked().document.over) == 1


def test_a_clip_of_another_name_is_no_title(film: Path, tmp_path: Path) -> None:
    document = example_document()
    next(item for item in document["titles"] if item["title"] == "lost")["title"] = "found"
    found = taken(film, document, "aaf", tmp_path)
    assert [shot.media for shot in found.draft.checked().document.over] == ["forest", "found"]


def test_titles_of_a_changed_aaf_are_titles_also_with_what_was_kept_beside_it(film: Path, tmp_path: Path) -> None:
    document = example_document()
    next(item for item in document["cut"] if item.get("shot") == "lemur")["for"] = "50f"
    (tmp_path / "footage").symlink_to(film / "footage")
    (tmp_path / "production.yaml").write_text(example_text())
    with open_film(tmp_path) as opened:
        write_cut(opened, "aaf", to=tmp_path / "v1.aaf")
    kept = (tmp_path / "v1.aaf.posthouse.json").read_bytes()
    (tmp_path / "production.yaml").write_text(json.dumps(document))
    with open_film(tmp_path) as opened:
        write_cut(opened, "aaf", to=tmp_path / "v2.aaf")
    (tmp_path / "v2.aaf.posthouse.json").write_bytes(kept)
    text = import_cut(tmp_path / "v2.aaf", Asked(folder=tmp_path)).text
    assert "for: 50f" in text
    found = production_from_text(text, tmp_path / "production.yaml").document
    assert len(found.over) == 1
    assert found.media.keys() == document["media"].keys()
