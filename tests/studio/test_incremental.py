"""Law 2: a build after any series of changes equals a build from nothing, byte for byte."""

from __future__ import annotations

import copy
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import DocumentProblems
from tests.seeds import seeds
from tests.studio import mutations
from tests.studio.tiny import Tiny, every_craft, new_tiny

if TYPE_CHECKING:
    from pathlib import Path

    from tests.studio.tiny import Document

LONGEST_CHAIN = 4
FORMAT_CHANGE_SHARE = 0.06


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, kit: Path) -> Path:
    """Return a folder with a production that was built, and replacements for its media beside it."""
    place = tmp_path_factory.mktemp("built")
    new_tiny(place / "film", every_craft(), kit).build()
    shutil.copytree(kit / "other", place / "other")
    return place


def mutated(document: Document, chance: random.Random, tiny: Tiny) -> tuple[Document, str]:
    """Return the document after one change that can be built, written, and the change's name."""
    while True:
        changed = copy.deepcopy(document)
        rare = chance.random() < FORMAT_CHANGE_SHARE
        change = mutations.change_format if rare else chance.choice(mutations.USUAL)
        try:
            change(changed, chance, tiny.folder)
        except IndexError:  # nothing of that kind is left
            continue
        tiny.write(changed)
        try:
            with tiny.open() as film:
                film.check()
        except DocumentProblems:
            continue
        return changed, change.__name__


def clean_build(tiny: Tiny, place: Path, cores: int) -> dict[str, bytes]:
    """Return what a build from nothing publishes, elsewhere."""
    shutil.copytree(tiny.folder, place / "film", ignore=shutil.ignore_patterns(".posthouse", "out"))
    clean = Tiny(folder=place / "film")
    clean.build(cores=cores)
    return clean.finished()


def published(incremental: dict[str, bytes], clean: dict[str, bytes]) -> dict[str, bytes]:
    """Return files of the deliverables a clean build makes; those of dropped deliverables stay where they are."""
    tops = {name.split("/")[0] for name in clean}
    return {name: content for name, content in incremental.items() if name.split("/")[0] in tops}


@pytest.mark.parametrize("seed", seeds(8, of=200))
def test_a_build_after_any_changes_equals_a_clean_one(built: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    shutil.copytree(built, tmp_path / "chain")
    tiny, document, changes = Tiny(folder=tmp_path / "chain" / "film"), every_craft(), []
    for _ in range(chance.randint(1, LONGEST_CHAIN)):
        document, change = mutated(document, chance, tiny)
        changes.append(change)
        report = tiny.build(cores=chance.randint(1, 3))
        assert all(job.reason.text for job in report.built)
    expected = clean_build(tiny, tmp_path / "clean", cores=chance.randint(1, 3))
    found = published(tiny.finished(), expected)
    assert sorted(found) == sorted(expected), changes
    assert [name for name in expected if found[name] != expected[name]] == [], changes
    assert tiny.build().built == (), changes
