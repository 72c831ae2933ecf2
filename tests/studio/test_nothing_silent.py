"""Law 6: what cannot be done is an error that names the line, the cause and the nearest fix; nothing is guessed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.cli.exits import Exit, exit_of
from posthouse.errors import DocumentProblems
from tests.studio.tiny import Document, Tiny, every_craft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.errors import ProductionError


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """Something wrong: what makes it so, what the error must say, where it must point, and the exit code."""

    name: str
    document: Callable[[Document], object] = lambda _: None
    files: Callable[[Path], object] = lambda _: None
    says: str
    field: str
    exit: Exit = Exit.PRODUCTION


def _put(document: Document, path: str, said: object) -> None:
    *steps, last = path.split(".")
    here: Any = document
    for step in steps:
        here = here[int(step)] if isinstance(here, list) else here[step]
    here[int(last) if isinstance(here, list) else last] = said


def put(path: str, said: object) -> Callable[[Document], None]:
    return lambda document: _put(document, path, said)


def cut_short(name: str, share: float) -> Callable[[Path], None]:
    def apply(media: Path) -> None:
        whole = (media / name).read_bytes()
        (media / name).write_bytes(whole[: int(len(whole) * share)])

    return apply


HDR = {"file": "media/pan.mov", "color": {"transfer": "smpte2084"}}
CASES = [
    Wrong(
        name="missing media",
        files=lambda media: (media / "pan.mov").unlink(),
        says="pan.mov",
        field="media.pan",
        exit=Exit.MEDIA,
    ),
    Wrong(
        name="empty media",
        files=lambda media: (media / "pan.mov").write_bytes(b""),
        says="pan.mov",
        field="media.pan",
        exit=Exit.MEDIA,
    ),
    Wrong(
        name="text named mov",
        files=lambda media: (media / "pan.mov").write_text("no film"),
        says="pan.mov",
        field="media.pan",
        exit=Exit.MEDIA,
    ),
    Wrong(
        name="no index",
        files=cut_short("pan.mov", 0.5),
        says="pan.mov",
        field="media.pan",
        exit=Exit.MEDIA,
    ),
    Wrong(
        name="short file",
        files=cut_short("clock.mkv", 0.2),
        says="is cut short",
        field="media.clock",
        exit=Exit.MEDIA,
    ),
    Wrong(
        name="no such sound stream",
        document=put("media.pan", {"file": "media/pan.mov", "sound_stream": 4}),
        says="sound stream 4",
        field="media.pan",
    ),
    Wrong(
        name="no such picture stream",
        document=put("media.pan", {"file": "media/pan.mov", "picture_stream": 2}),
        says="picture stream 2",
        field="media.pan",
    ),
    Wrong(name="high dynamic range", document=put("media.pan", HDR), says="smpte2084", field="media.pan"),
    Wrong(
        name="shot past the end", document=put("cut.0.in", "190f"), says="past the end of its media", field="cut.one"
    ),
    Wrong(name="sound as picture", document=put("cut.0.from", "hit"), says="no pictures", field="cut.one.from"),
    Wrong(name="picture as sound", document=put("sound.cues.0.play", "card"), says="card", field="sound.cues.knock"),
    Wrong(name="orphaned cue", document=put("cut.2.omit", True), says="omitted", field="sound.cues.knock"),
    Wrong(name="cue cut away", document=put("cut.2.in", "60f"), says="no longer uses", field="sound.cues.knock"),
    Wrong(name="orphaned title", document=put("titles.0.at", "nobody+3f"), says="nobody", field="titles.name.at"),
    Wrong(name="orphaned layer", document=put("over.0.at", "nobody"), says="nobody", field="over.inset.at"),
    Wrong(name="title never seen", document=put("titles.0.at", "900f"), says="never", field="titles.name.at"),
    Wrong(name="effect on no shot", document=put("effects.0.shot", "onne"), says="onne", field="effects[0].shot"),
    Wrong(
        name="grade of no shot", document=put("color.grades.twoo", {"exposure": 1}), says="twoo", field="color.grades"
    ),
    Wrong(
        name="no such look",
        document=put("color.grades.two", {"look": "dask"}),
        says="dask",
        field="color.grades.two",
    ),
    Wrong(name="no handle", document=put("cut.1.dissolve", "80f"), says="", field="cut[1]"),
    Wrong(
        name="no lut",
        files=lambda media: (media / "look.cube").unlink(),
        says="look.cube",
        field="color.grades.two",
        exit=Exit.MEDIA,
    ),
    Wrong(
        name="broken lut",
        files=lambda media: (media / "look.cube").write_text("LUT_3D_SIZE 5\n1 2\n"),
        says="look.cube",
        field="color.grades.two",
    ),
    Wrong(name="music too short", document=put("sound.music.0.in", "12s"), says="needs", field="sound.music.bed"),
    Wrong(
        name="two of one name",
        document=put("deliver.1", {"as": "web"}),
        says="two deliverables",
        field="deliver",
    ),
    Wrong(
        name="two folders of one name",
        document=put("deliver", [{"as": "frames", "name": "a"}, {"as": "frames", "format": "exr", "name": "a"}]),
        says="a",
        field="deliver",
    ),
]


def problem_of(film: Tiny) -> DocumentProblems | None:
    try:
        with film.open() as opened:
            opened.check()
    except DocumentProblems as problems:
        return problems
    return None


def line_says(film: Tiny, problem: ProductionError) -> str:
    assert problem.place is not None
    assert problem.place.line is not None
    return (film.folder / "production.yaml").read_text().splitlines()[problem.place.line - 1]


@pytest.mark.parametrize("wrong", CASES, ids=lambda case: case.name)
def test_what_is_wrong_is_told_with_its_place(tiny: Callable[..., Tiny], wrong: Wrong) -> None:
    document = every_craft()
    wrong.document(document)
    film = tiny(document)
    wrong.files(film.folder / "media")
    problems = problem_of(film)
    assert problems is not None
    assert wrong.says in str(problems)
    fields = [problem.place.field for problem in problems.problems if problem.place]
    assert any(field.startswith(wrong.field) for field in fields), str(problems)
    assert exit_of(problems) is wrong.exit, str(problems)


def test_every_problem_is_told_at_once_in_the_order_of_lines(tiny: Callable[..., Tiny]) -> None:
    document = every_craft()
    for path, said in {"cut.0.in": "190f", "titles.1.at": "three@1f", "sound.cues.0.at": "two@9s"}.items():
        _put(document, path, said)
    film = tiny(document)
    problems = problem_of(film)
    assert problems is not None
    lines = [problem.place.line for problem in problems.problems if problem.place and problem.place.line]
    assert len(lines) >= 3
    assert lines == sorted(lines)


def test_a_problem_points_at_the_line_it_is_about(tiny: Callable[..., Tiny]) -> None:
    document = every_craft()
    document["titles"][0]["at"] = "900f"
    film = tiny(document)
    problems = problem_of(film)
    assert problems is not None
    assert json.dumps("900f") in line_says(film, problems.problems[0])


def test_broken_media_is_one_problem_however_much_hangs_on_it(tiny: Callable[..., Tiny]) -> None:
    film = tiny(every_craft())
    (film.folder / "media" / "pan.mov").write_text("no film")
    problems = problem_of(film)
    assert problems is not None
    assert [problem.place.field for problem in problems.problems if problem.place] == ["media.pan"]
