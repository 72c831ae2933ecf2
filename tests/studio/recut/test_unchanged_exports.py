"""What an export of the present cut says is no change, whatever the format cannot say; one change of it is one."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.interchange.formats import format_named
from posthouse.studio import open_film
from posthouse.studio.comparing import echo
from posthouse.studio.comparing.compare import compared
from posthouse.studio.comparing.cut_files import side_of_cut, side_of_reading
from posthouse.studio.comparing.side import side_of
from posthouse.studio.exchange.exporting import export, written
from posthouse.studio.exchange.sidecar import reread_cut
from posthouse.timing import Rate
from tests.studio.recut.recutting import draft_of
from tests.studio.recut.unchanged import CHANGES, DEMO, FORMATS, Document, random_document, recut_of, seen_cut

if TYPE_CHECKING:
    from posthouse.studio.comparing.side import Side

QUICK = [name if name in {"edl", "otio", "fcp7"} else pytest.param(name, marks=pytest.mark.slow) for name in FORMATS]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the demo's footage, laid out as the demo lays it."""
    from posthouse.cli import demo

    folder = tmp_path_factory.mktemp("film") / "demo"
    demo._laid_out(folder)
    return folder


def exported(document: Document, film: Path, name: str) -> Side:
    """Return a document's export to a format, read again."""
    form = format_named(name)
    assert form is not None
    (film / "production.yaml").write_text(json.dumps(document))
    with open_film(film) as opened:
        gone, writing = written(opened, form, name="v2", is_flat=False)
    return side_of_reading(
        reread_cut(writing, form, gone.timelines[0].rate), Path(f"v2{form.suffixes[0]}"), folder=film
    )


@pytest.mark.parametrize("name", QUICK)
def test_the_demos_own_export_changes_nothing(name: str, film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps(DEMO)
    cut = exported(DEMO, film, name)
    assert recut_of(text, cut, film).draft.diff() == ""
    monkeypatch.setattr(echo, "_says_same", lambda *_: False)  # shot by shot, as if another one had changed
    found = recut_of(text, cut, film)
    assert found.draft.diff() == ""
    assert not found.comparison.changes


@pytest.mark.parametrize("name", ["edl", "fcp7"])
def test_one_changed_shot_is_one_change(name: str, film: Path) -> None:
    document = copy.deepcopy(DEMO)
    roof = next(item for item in document["cut"] if item.get("shot") == "roof")
    roof["for"] = "25f"
    found = recut_of(json.dumps(DEMO), exported(document, film, name), film)
    assert [change.subject for change in found.comparison.changes if change.subject] == ["roof"]
    assert seen_cut(found, film) == seen_cut(document, film)


@pytest.mark.parametrize(("name", "heard"), [("edl", "16f"), ("fcp7", "8f"), ("otio", "16f")])
def test_a_dissolve_out_of_black_that_was_changed_is_heard(name: str, heard: str, film: Path) -> None:
    document = copy.deepcopy(DEMO)
    document["cut"][1] = {"dissolve": "16f"}
    found = recut_of(json.dumps(DEMO), exported(document, film, name), film)
    (changed,) = (join for join in side_of(found.draft.checked(), "x").layout.joins if join.after == 1)
    assert f"{changed.frames}f" == heard


def test_a_dissolve_made_shorter_by_hand_in_an_edl_is_that_alone(film: Path) -> None:
    (film / "production.yaml").write_text(json.dumps(DEMO))
    with open_film(film) as opened:
        export(opened, "edl", to=film / "v2.edl", may_overwrite=True, with_sidecar=False)
    text = (film / "v2.edl").read_text()
    assert "D    024" in text
    (film / "v2.edl").write_text(text.replace("D    024", "D    016"))
    wanted = copy.deepcopy(DEMO)
    wanted["cut"][1] = {"dissolve": {"length": "16f", "align": "12f"}}
    found = recut_of(json.dumps(DEMO), side_of_cut(film / "v2.edl", folder=film, rate=Rate.parse(25)), film)
    assert seen_cut(found, film) == seen_cut(wanted, film)


def test_diff_with_an_own_export_is_empty_on_either_side(film: Path) -> None:
    cut = exported(DEMO, film, "edl")
    ours = side_of(draft_of(json.dumps(DEMO), film).checked(), "production.yaml")
    assert not compared(ours, cut).changes
    assert not compared(cut, ours).changes


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("seed", range(12))
def test_random_exports_change_nothing(seed: int, name: str, film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = random_document(seed, film)
    cut = exported(document, film, name)
    assert recut_of(json.dumps(document), cut, film).draft.diff() == ""
    monkeypatch.setattr(echo, "_says_same", lambda *_: False)
    assert recut_of(json.dumps(document), cut, film).draft.diff() == ""


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", ["otio", "fcpxml"])
@pytest.mark.parametrize("seed", range(6))
def test_one_random_change_is_that_change(seed: int, name: str, change: Any, film: Path) -> None:
    document = random_document(seed, film)
    new = change(copy.deepcopy(document), seed, film)
    if new is None:
        pytest.skip("this document has nothing of that kind")
    found = recut_of(json.dumps(document), exported(new, film, name), film)
    assert seen_cut(found, film) == seen_cut(new, film)
