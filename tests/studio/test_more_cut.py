"""The laws for nests, multicams, subclips, tracks and blends."""

from __future__ import annotations

import copy
import random
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.errors import DocumentProblems
from posthouse.sound.stem import StemParams
from tests.seeds import seeds
from tests.studio.more_cut import CHANGES, flat_cut, more_cut
from tests.studio.test_incremental import clean_build
from tests.studio.tiny import Document, Tiny, labels, new_tiny

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.build import Job
    from posthouse.sound.clip import SoundClip

PICTURE = "studio.picture"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, kit: Path) -> Path:
    made = new_tiny(tmp_path_factory.mktemp("more") / "film", more_cut(), kit)
    made.build()
    return made.folder


@pytest.fixture
def film(built: Path, tmp_path: Path) -> Tiny:
    """Return the built production, to be changed."""
    shutil.copytree(built, tmp_path / "film")
    return Tiny(folder=tmp_path / "film")


def jobs_of(tiny: Tiny, kind: str) -> list[Job]:
    """Return the planned jobs of a kind, in the order of the plan."""
    with tiny.open() as film:
        return [planned.job for planned in film.plan().jobs if planned.job.kind == kind]


def clips_of(job: Job) -> tuple[SoundClip, ...]:
    assert isinstance(job.params, StemParams)
    return job.params.clips


def rebuilt(film: Tiny, document: Document) -> list[str]:
    """Return which pictures a changed document renders again."""
    film.write(document)
    report = film.build()
    assert all(job.reason.text for job in report.built)
    return [label.removeprefix("film-web ") for label in labels(report, PICTURE)]


def test_a_nested_film_has_the_pictures_of_the_same_film_written_flat(tiny: Callable[..., Tiny]) -> None:
    nested, flat = jobs_of(tiny(more_cut(), "nested"), PICTURE), jobs_of(tiny(flat_cut(), "flat"), PICTURE)
    assert [job.params for job in nested] == [job.params for job in flat]


def test_a_nested_film_has_the_sound_of_the_same_film_written_flat(tiny: Callable[..., Tiny]) -> None:
    flat = flat_cut()
    wide = {"shot": "wide", "from": "pan", "in": "30f", "for": "24f", "at": "talk", "opacity": 0, "sound": {}}
    flat["over"].append(wide)  # the multicam is heard from its wide angle, at the same moments
    stems = [jobs_of(tiny(document, name), "sound.stem") for document, name in ((more_cut(), "a"), (flat, "b"))]
    heard = [[sorted(clips_of(job), key=lambda clip: clip.start_samples) for job in jobs] for jobs in stems]
    for nested, plain in zip(*heard, strict=True):
        assert [replace(clip, source=0) for clip in nested] == [replace(clip, source=0) for clip in plain]


@pytest.mark.parametrize("seed", seeds(3, of=50))
def test_a_build_after_any_changes_equals_a_clean_one(film: Tiny, tmp_path: Path, seed: int) -> None:
    chance, document = random.Random(seed), more_cut()
    changes: list[str] = []
    while len(changes) < 3:
        changed, change = copy.deepcopy(document), chance.choice(CHANGES)
        change(changed, chance)
        film.write(changed)
        try:
            film.build(cores=chance.randint(1, 3))
        except DocumentProblems:
            continue
        document = changed
        changes.append(change.__name__)
    film.write(document)
    film.build()
    expected = clean_build(film, tmp_path / "clean", cores=chance.randint(1, 3))
    assert film.finished() == expected, changes
    assert film.build().built == (), changes


def test_a_grade_inside_a_nest_renders_only_chunks_that_show_its_shot(film: Tiny) -> None:
    document = more_cut()
    document["color"]["grades"]["fall"] = {"exposure": 0.5}
    assert {label.split(" @")[0] for label in rebuilt(film, document)} == {"brawl/fall"}


def test_a_grade_of_a_nest_renders_the_chunks_of_all_inside_and_no_other(film: Tiny) -> None:
    document = more_cut()
    document["color"]["grades"]["inner"] = {"exposure": 0.25}
    found = {label.split(" @")[0] for label in rebuilt(film, document)}
    assert found == {"again/inner/punch", "again/inner/kick", "again/inner/punch > again/inner/kick"}


def test_a_nest_that_moves_renders_nothing(film: Tiny) -> None:
    document = more_cut()
    document["cut"].insert(0, document["cut"].pop())
    assert rebuilt(film, document) == []


def test_a_second_use_of_a_nest_renders_nothing(film: Tiny) -> None:
    document = more_cut()
    document["titles"], document["over"] = [], []
    rebuilt(film, document)
    document["cut"].append({**document["cut"][0], "shot": "twice"})
    document["color"]["grades"]["twice"] = document["color"]["grades"]["brawl"]
    assert rebuilt(film, document) == []


def test_a_trim_of_a_nest_renders_the_chunk_at_that_end(film: Tiny) -> None:
    document = more_cut()
    document["cut"][0] |= {"in": "8f", "for": "77f"}
    document["over"][0]["at"] = "brawl+37f"
    assert rebuilt(film, document) == ["brawl/punch @0"]


def test_a_muted_layer_gives_back_what_was_there_without_it(film: Tiny) -> None:
    document = more_cut()
    layers, document["over"] = document["over"], []
    document["tracks"] = {}
    rebuilt(film, document)
    document |= {"over": layers, "tracks": {"V3": {"mute": True}}}
    assert rebuilt(film, document) == []


def test_a_muted_cut_is_black_under_its_layers(film: Tiny) -> None:
    document = more_cut()
    document["tracks"]["picture"] = {"mute": True}
    film.write(document)
    with film.open() as opened:
        shown, cut = opened.programme.shown, opened.programme.cut
    assert shown.duration_frames == cut.duration_frames
    assert [type(event).__name__ for event in shown.events] == ["Gap"]
    assert len(shown.layers) == 1


SWITCHES: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"dialogue", "effects"}),
    ({"A4": {"mute": True}}, {"dialogue"}),
    ({"effects": {"mute": True}}, {"dialogue"}),
    ({"A4": {"solo": True}}, {"effects"}),
    ({"A4": {"solo": True, "mute": True}}, {"effects"}),
    ({"dialogue": {"solo": True}}, {"dialogue"}),
    ({"dialogue": {"solo": True}, "A4": {"solo": True}}, {"dialogue", "effects"}),
    ({"effects": {"solo": True}, "A4": {"mute": True}}, set()),
    ({"V3": {"solo": True}}, {"dialogue", "effects"}),
]


@pytest.mark.parametrize(("tracks", "stems"), SWITCHES, ids=[str(tracks) for tracks, _ in SWITCHES])
def test_solo_wins_over_mute(tiny: Callable[..., Tiny], tracks: dict[str, Any], stems: set[str]) -> None:
    made = tiny(more_cut() | {"tracks": tracks})
    assert {job.label for job in jobs_of(made, "sound.stem")} == stems


def test_markers_tell_where_they_are_now(film: Tiny) -> None:
    with film.open() as opened:
        (marker,) = opened.programme.markers
    assert (marker.spec.id, marker.shot) == ("fix", "again/inner/kick")
