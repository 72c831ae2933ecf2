"""Cuts of productions with sequences delivered as files, flat and nested: all work stays on its footage."""

from __future__ import annotations

import copy
import json
import shutil
from random import Random
from typing import TYPE_CHECKING

import pytest
import yaml

from posthouse.interchange.formats import Multicams, Nests, format_named
from posthouse.studio import open_film
from posthouse.studio.comparing.cut_files import side_of_cut
from posthouse.studio.exchange.outgoing.timelines import outgoing
from posthouse.studio.recut.recut import recut
from posthouse.timing import Rate
from tests.studio.recut.nesting import counted, flat_document, nested_document, pictures, recut_flat, shown_by
from tests.studio.recut.recutting import draft_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.studio.recut.recutting import Document

CLIPS = ("tears-of-steel-battle-clip-medium.webm", "bbb_330-390s.mp4")


@pytest.fixture
def film(tmp_path: Path, media: Path) -> Path:
    """Return a folder with the footage."""
    (tmp_path / "film" / "footage").mkdir(parents=True)
    for clip in CLIPS:
        shutil.copyfile(media / "footage" / clip, tmp_path / "film" / "footage" / clip)
    return tmp_path / "film"


def cut_file(document: Document, film: Path, name: str, nests: Nests) -> Path:
    """Write a document's cut in a format, and return the file."""
    (film / "production.yaml").write_text(json.dumps(document))
    form = format_named(name)
    assert form is not None
    multicams = form.multicams if nests is Nests.ALL else Multicams.NONE
    with open_film(film) as opened:
        timelines = outgoing(opened, nests=nests, multicams=multicams).timelines
    written = form.writer(timelines, name="v2")
    for file, content in written.files.items():
        (film / file).write_bytes(content)
    first = film / next(iter(written.files))
    return first.rename(first.with_suffix(form.suffixes[0]))


def after_recut(document: Document, path: Path, film: Path) -> Document:
    draft = draft_of(yaml.safe_dump(document, sort_keys=False), film)
    after: Document = yaml.safe_load(recut(draft, side_of_cut(path, folder=film, rate=Rate.parse(24))).draft.text)
    return after


def check_flat(name: str, seed: int, film: Path) -> None:
    chance = Random(seed)
    document = nested_document(chance)
    cut, origins = flat_document(document)
    wanted = recut_flat(cut, chance, 4)
    after = after_recut(document, cut_file(wanted, film, name, Nests.NONE), film)
    assert pictures(after) == pictures(wanted)
    count = counted(document, after, wanted, origins)
    assert (count.keep_grade, count.follow) == (count.graded, count.hung)


def check_nested(name: str, seed: int, film: Path) -> None:
    chance = Random(seed)
    document = nested_document(chance)
    wanted = changed_inside(document, chance)
    after = after_recut(document, cut_file(wanted, film, name, Nests.ALL), film)
    assert pictures(after) == pictures(wanted)
    assert list(after["sequences"]) == list(document["sequences"])
    count = counted(document, after, wanted, {name: name for name in shown_by(wanted)})
    assert (count.keep_grade, count.follow) == (count.graded, count.hung)


def changed_inside(document: Document, chance: Random) -> Document:
    """Return the cut of a document with shots trimmed, those inside sequences too, and others moved."""
    new = copy.deepcopy({key: document[key] for key in ("posthouse", "title", "format", "media", "sequences", "cut")})
    new["media"].pop("beep")
    inner = [item for items in new["sequences"].values() for item in items if "shot" in item]
    for shot in chance.sample(inner, 3):
        off = chance.randint(1, 8)
        shot["in"], shot["for"] = f"{int(shot['in'][:-1]) + off}f", f"{int(shot['for'][:-1]) - off}f"
    new["cut"].insert(0, new["cut"].pop(chance.randrange(2, len(new["cut"]))))
    return new


def test_a_flat_edl_keeps_all_work(film: Path) -> None:
    check_flat("edl", 1, film)


def test_a_nested_file_keeps_sequences(film: Path) -> None:
    check_nested("fcpxml", 2, film)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("name", ["edl", "otio", "fcp7", "fcpxml", "aaf"])
def test_flat_files_keep_all_work(name: str, seed: int, film: Path) -> None:
    check_flat(name, seed, film)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", ["otio", "fcp7", "fcpxml", "aaf"])
def test_nested_files_keep_sequences(name: str, seed: int, film: Path) -> None:
    check_nested(name, seed, film)
