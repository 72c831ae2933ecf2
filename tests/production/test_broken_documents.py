"""Hundreds of broken documents: each is told in sentences with lines, and nothing else ever comes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.errors import DocumentProblems
from posthouse.production import production_from_text, read_production
from posthouse.production.tree_builder import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.tree import Spot

HARBOUR = Path(__file__).with_name("harbour.yaml").read_text("utf-8")
NAMES_OF_ONES_OWN = {"media", "looks", "grades", "tracks"}  # a key there is a name, not a field
WRONG_TIMES = ("1:30", "4.5", "12x", "00:00:99:00")
TIMES = {
    "in",
    "out",
    "for",
    "at",
    "dissolve",
    "gap",
    "length",
    "fade_in",
    "fade_out",
    "lead",
    "trail",
    "attack",
    "start",
}


def values(spot: Spot, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Spot]]:
    """Yield every value of a document with its path and spot."""
    parts = spot.parts or {}
    for step, part in parts.items() if isinstance(parts, dict) else enumerate(parts):
        yield (*path, step), part
        yield from values(part, (*path, step))


def mutations() -> Iterator[tuple[str, str, int]]:
    """Yield (what was done, the broken text, the line it was done in)."""
    root = read_tree(HARBOUR).root
    assert root is not None
    for count, (path, spot) in enumerate(values(root)):
        name = ".".join(str(step) for step in path)
        is_field = isinstance(path[-1], str) and (len(path) < 2 or path[-2] not in NAMES_OF_ONES_OWN)
        if is_field and spot.key:
            key = spot.key.index
            yield f"misspell {name}", f"{HARBOUR[:key]}qq{HARBOUR[key:]}", spot.key.line + 1
        before, after = HARBOUR[: spot.start.index], HARBOUR[spot.end.index :]
        if not spot.parts:
            wrong = [("[[1]]", "{nope: 1}")[count % 2], *(WRONG_TIMES if path[-1] in TIMES else ())]
            for value in wrong:
                yield f"{name} = {value}", f"{before}{value}{after}", spot.start.line + 1
        elif spot.is_flow:
            yield f"{name} = true", f"{before}true{after}", spot.start.line + 1


BROKEN = list(mutations())


def test_there_are_at_least_300_of_them() -> None:
    assert len(BROKEN) >= 300


@pytest.mark.parametrize(("text", "line"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_document_is_told_with_the_line_that_broke(text: str, line: int) -> None:
    with pytest.raises(DocumentProblems) as caught:
        production_from_text(text, Path("p.yaml"))
    places = [problem.place for problem in caught.value.problems]
    assert line in {place.line for place in places if place}
    assert all(place and place.line and place.column for place in places)
    assert all("\n" not in str(problem) for problem in caught.value.problems)


def read_or_refused(text: str) -> None:
    """Read a document; only its own kind of error may come out."""
    try:
        production_from_text(text, Path("p.yaml"))
    except DocumentProblems as refused:
        problems = refused.problems
    else:
        return
    assert problems


@given(end=st.integers(0, len(HARBOUR)))
def test_a_document_cut_short_anywhere_never_breaks_the_reader(end: int) -> None:
    read_or_refused(HARBOUR[:end])


@given(at=st.integers(0, len(HARBOUR)), noise=st.text(max_size=6) | st.sampled_from(list("{}[]:,#&*!|>'\"%@`-?\t\n")))
def test_noise_anywhere_never_breaks_the_reader(at: int, noise: str) -> None:
    read_or_refused(HARBOUR[:at] + noise + HARBOUR[at:])


@given(lines=st.permutations(HARBOUR.splitlines()))
def test_shuffled_lines_never_break_the_reader(lines: list[str]) -> None:
    read_or_refused("\n".join(lines))


def test_a_movie_is_told_to_be_no_production(tmp_path: Path) -> None:
    file = tmp_path / "boats.mp4"
    file.write_bytes(b"\0\0\0\x18ftypisom" + bytes(range(256)))
    with pytest.raises(DocumentProblems) as caught:
        read_production(file)
    assert "is it a media file?" in caught.value.problems[0].hint
