"""The example's new cut delivered as a cut file: all work stays on its source frames, whatever the format."""

from __future__ import annotations

import json
import shutil
from random import Random
from typing import TYPE_CHECKING

import pytest

from posthouse.interchange.formats import format_named
from posthouse.studio import open_film
from posthouse.studio.comparing.cut_files import side_of_cut
from posthouse.studio.exchange.outgoing.timelines import outgoing
from posthouse.studio.recut.recut import RecutOptions, recut
from posthouse.timing import Rate
from tests.studio.recut.recutting import (
    Document,
    draft_of,
    example_document,
    example_text,
    recut_at_random,
    without_ids,
)
from tests.studio.recut.test_random_recuts import check_anchors, check_grades

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.recut.recut import Recut

CLIPS = ("tears-of-steel-battle-clip-medium.webm", "bbb_330-390s.mp4")
FORMATS = ("edl", "otio", "fcp7", "fcpxml", "aaf", "mlt", "kdenlive")


@pytest.fixture
def film(tmp_path: Path, media: Path) -> Path:
    """Return the example's folder, with its footage."""
    (tmp_path / "film" / "footage").mkdir(parents=True)
    for clip in CLIPS:
        shutil.copyfile(media / "footage" / clip, tmp_path / "film" / "footage" / clip)
    return tmp_path / "film"


def cut_file(document: Document, film: Path, name: str) -> Path:
    """Write a document's cut in a format, and return the file."""
    (film / "production.yaml").write_text(json.dumps(document))
    with open_film(film) as opened:
        timelines = outgoing(opened).timelines
    form = format_named(name)
    assert form is not None
    written = form.writer(timelines, name="v2")
    for file, content in written.files.items():
        (film / file).write_bytes(content)
    first = film / next(iter(written.files))
    return first.rename(first.with_suffix(form.suffixes[0]))


def taken_from(path: Path, film: Path) -> Recut:
    side = side_of_cut(path, folder=film, rate=Rate.parse(24))
    return recut(draft_of(example_text(), film), side, options=RecutOptions(by=path.name, when="2026-11-22"))


@pytest.mark.parametrize("name", ["edl", "otio", "mlt", "kdenlive"])
def test_the_same_cut_in_a_file_changes_nothing(name: str, film: Path) -> None:
    found = taken_from(cut_file(example_document(), film, name), film)
    assert found.draft.diff() == ""
    assert not found.comparison.changes
    assert not found.unsure


def check_recut(name: str, seed: int, film: Path) -> None:
    new = recut_at_random(example_document(), Random(seed))
    found = taken_from(cut_file({**without_ids(new), "over": []}, film, name), film)
    check_grades(found, new)
    check_anchors(found)


@pytest.mark.parametrize("name", ["edl", "otio"])
def test_work_stays_on_its_source_frames(name: str, film: Path) -> None:
    check_recut(name, 1, film)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
@pytest.mark.parametrize("name", FORMATS)
def test_work_stays_on_its_source_frames_in_every_format(name: str, seed: int, film: Path) -> None:
    check_recut(name, seed, film)
