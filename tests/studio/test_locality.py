"""Law 3: a change renders again only the chunks it can be seen or heard in, and every rebuilt job says why."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.studio.tiny import SIZE, Document, Tiny, labels, new_tiny

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.build import BuildReport

PICTURE = "studio.picture"


def long_shots() -> Document:
    """Return four shots, each of two or three chunks, and one dissolve."""
    return {
        "posthouse": 1,
        "title": "Long",
        "format": {"size": list(SIZE), "rate": 24, "color": "rec709", "sound": {"rate": 48000, "layout": "stereo"}},
        "media": {name: f"media/{file}" for name, file in FILES.items()},
        "cut": [
            {"shot": "a", "from": "pan", "in": "10f", "for": "100f"},
            {"shot": "b", "from": "clock", "in": "12f", "for": "84f"},
            {"shot": "c", "from": "pan", "in": "60f", "for": "72f"},
            {"dissolve": "12f"},
            {"shot": "d", "from": "clock", "in": "20f", "for": "90f"},
        ],
        "titles": [{"title": "name", "text": "Long", "at": "a+20f", "for": "10f"}],
        "color": {"looks": {"dusk": {"lut": "media/look.cube"}}, "grades": {}},
        "sound": {"cues": [{"cue": "knock", "at": "b+12f", "play": "hit", "for": "500ms"}]},
        "master": {"loudness": "-23 LUFS", "true_peak": "-1 dBTP", "on_miss": "warn"},
        "deliver": [{"as": "web", "preset": "ultrafast"}],
    }


FILES = {"pan": "pan.mov", "clock": "clock.mkv", "hit": "hit.wav"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, kit: Path) -> Path:
    made = new_tiny(tmp_path_factory.mktemp("long") / "film", long_shots(), kit)
    assert len(labels(made.build(), PICTURE)) == 10
    return made.folder


@pytest.fixture
def film(built: Path, tmp_path: Path) -> Tiny:
    """Return the built production, to be changed."""
    shutil.copytree(built, tmp_path / "film")
    return Tiny(folder=tmp_path / "film")


def shot(document: Document, name: str) -> dict[str, Any]:
    return next(item for item in document["cut"] if item.get("shot") == name)


def rebuilt(film: Tiny, document: Document) -> list[str]:
    """Return which pictures a changed document renders again; every job that ran must have said why."""
    film.write(document)
    report = film.build()
    assert all(job.reason.text for job in report.built)
    return [label.removeprefix("film-web ") for label in labels(report, PICTURE)]


def heard(report: BuildReport) -> set[str]:
    return {job.job.kind for job in report.built}


def test_a_grade_renders_only_chunks_that_show_its_shot(film: Tiny) -> None:
    document = long_shots()
    document["color"]["grades"]["b"] = {"exposure": 0.5}
    assert rebuilt(film, document) == ["b @0", "b @48"]


def test_a_grade_renders_the_transitions_of_its_shot(film: Tiny) -> None:
    document = long_shots()
    document["color"]["grades"]["d"] = {"exposure": 0.5}
    found = rebuilt(film, document)
    assert found[0] == "c > d"
    assert {label[0] for label in found[1:]} == {"d"}


def test_a_moved_shot_renders_nothing(film: Tiny) -> None:
    document = long_shots()
    document["cut"].insert(1, document["cut"].pop(0))
    assert rebuilt(film, document) == []


def test_a_deleted_shot_renders_nothing(film: Tiny) -> None:
    document = long_shots()
    document["cut"].remove(shot(document, "a"))
    document["titles"] = []
    assert rebuilt(film, document) == []


def test_a_moved_shot_renders_only_the_transition_it_leaves(film: Tiny) -> None:
    document = long_shots()
    cut = document["cut"]
    cut.insert(0, cut.pop(2))
    found = rebuilt(film, document)
    assert found[0] == "b > d"
    assert len(found) <= 4  # the transition, the tail of b, the whole ends of c and d


@pytest.mark.parametrize("by", [-9, 1, 20, *(pytest.param(by, marks=pytest.mark.slow) for by in (-1, 9))])
def test_a_head_trim_renders_one_chunk(film: Tiny, by: int) -> None:
    document = long_shots()
    document["titles"] = []
    film.write(document)
    film.build()
    trimmed = shot(document, "a")
    trimmed["in"], trimmed["for"] = f"{10 + by}f", f"{100 - by}f"
    assert rebuilt(film, document) == ["a @0"]


@pytest.mark.parametrize("by", [-20, 1, *(pytest.param(by, marks=pytest.mark.slow) for by in (-3, 5))])
def test_a_tail_trim_renders_one_chunk(film: Tiny, by: int) -> None:
    document = long_shots()
    shot(document, "b")["for"] = f"{84 + by}f"
    assert len(rebuilt(film, document)) == 1


def test_a_head_trim_beside_a_transition_renders_it_and_one_chunk(film: Tiny) -> None:
    document = long_shots()
    trimmed = shot(document, "d")
    trimmed["in"], trimmed["for"] = "25f", "85f"
    assert rebuilt(film, document) == ["c > d", "d @0"]


def test_a_moved_title_renders_where_it_was_and_where_it_is(film: Tiny) -> None:
    document = long_shots()
    document["titles"][0]["at"] = "b+50f"
    assert rebuilt(film, document) == ["a @0", "b @48"]


def test_a_cut_before_a_title_renders_nothing_of_it(film: Tiny) -> None:
    document = long_shots()
    document["cut"].insert(0, shot(document, "b") | {"shot": "b2"})
    assert rebuilt(film, document) == []


def test_a_moved_cue_renders_no_picture(film: Tiny) -> None:
    document = long_shots()
    document["sound"]["cues"][0]["at"] = "c+3f"
    assert rebuilt(film, document) == []


def test_a_loudness_target_touches_neither_pictures_nor_stems(film: Tiny) -> None:
    document = long_shots()
    document["master"]["loudness"] = "-20 LUFS"
    film.write(document)
    kinds = heard(film.build())
    assert not kinds & {PICTURE, "sound.stem", "sound.conform", "mix.mix"}
    assert "delivery.movie" in kinds


def test_replaced_media_renders_only_its_shots(film: Tiny, kit: Path) -> None:
    shutil.copyfile(kit / "other" / "clock.mkv", film.folder / "media" / "clock.mkv")
    assert {label[0] for label in rebuilt(film, long_shots())} == {"b", "c", "d"}  # c: in its dissolve to d


def test_a_change_taken_back_renders_nothing(film: Tiny) -> None:
    document = long_shots()
    document["color"]["grades"]["a"] = {"exposure": 0.5}
    assert rebuilt(film, document)
    assert rebuilt(film, long_shots()) == []


def test_a_rebuilt_job_names_what_changed(film: Tiny) -> None:
    document = long_shots()
    document["titles"][0]["text"] = "Other words"
    film.write(document)
    report = film.build()
    reasons = [job.reason.text for job in report.built if job.job.kind == PICTURE]
    assert len(reasons) == 1
    assert "Other words" in reasons[0]
