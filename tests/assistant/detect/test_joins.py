"""Cuts, flashes and dissolves of movies made of real footage, with known joins."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.assistant.detect import JoinKind, Looks, hard_cuts, joins_of, looks_of
from posthouse.media.library import MediaLibrary
from posthouse.media.pool import DecoderPool

if TYPE_CHECKING:
    from pathlib import Path

STRETCHES = {
    "bikes.mp4": (80, 135),
    "flower.mp4": (0, 60),
    "friday.mp4": (60, 120),
    "book.mkv": (20, 80),
    "cityCC0.mpg": (20, 80),
    "carphone_pristine.mp4": (0, 60),
    "sample_portrait.mp4": (0, 30),
    "help.mkv": (0, 50),
}
"""Stretches of real footage without a cut, most of it handheld or moving."""


@pytest.fixture(scope="module")
def footage(media: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Looks]:
    found = {}
    with MediaLibrary(tmp_path_factory.mktemp("library")) as library, DecoderPool(library=library) as pool:
        for name, (start, end) in STRETCHES.items():
            path = media / "footage" / name
            found[name] = looks_of(pool.pictures(path, library.info(path), range(start, end)))
    return found


def joined(parts: list[Looks]) -> Looks:
    return Looks(
        patterns=np.concatenate([part.patterns for part in parts]),
        spreads=np.concatenate([part.spreads for part in parts]),
    )


def flashed(part: Looks, at: int, frames: int) -> Looks:
    """Return footage with a photographer's flash: everything much lighter, contrast lower."""
    patterns, spreads = part.patterns.copy(), part.spreads.copy()
    lit = patterns[at : at + frames] * 0.4 + 150
    patterns[at : at + frames] = np.clip(lit, 0, 255)
    for frame in range(at, at + frames):
        light = spreads[frame, :32].astype(np.float64)
        moved = np.zeros(32)
        np.add.at(moved, np.minimum(31, (np.arange(32) * 0.4 + 19).astype(int)), light)
        spreads[frame, :32] = moved
    return Looks(patterns=patterns, spreads=spreads)


@pytest.mark.parametrize("seed", range(12))
def test_every_hard_cut_and_no_other_is_found_among_flashes(footage: dict[str, Looks], seed: int) -> None:
    chance = np.random.default_rng(seed)
    names = [str(name) for name in chance.permutation(list(footage))]
    parts = []
    for name in names:
        part = footage[name]
        if chance.random() < 0.5:
            part = flashed(part, int(chance.integers(8, part.count - 12)), int(chance.integers(1, 4)))
        parts.append(part)
    cuts = list(np.cumsum([part.count for part in parts])[:-1])
    assert [join.start_frame for join in hard_cuts(joined(parts))] == cuts


def test_a_shot_without_a_cut_has_none(footage: dict[str, Looks]) -> None:
    assert {name: joins_of(part) for name, part in footage.items()} == dict.fromkeys(footage, ())


@pytest.mark.parametrize("frames", [8, 12, 24])
def test_a_dissolve_is_told_from_a_cut(footage: dict[str, Looks], frames: int) -> None:
    before, after = footage["flower.mp4"], footage["book.mkv"]
    part = ((np.arange(frames) + 1) / (frames + 1))[:, None]
    spreads = before.spreads[-frames:] * (1 - part) + after.spreads[:frames] * part
    part = part[:, :, None]
    patterns = before.patterns[-frames:] * (1 - part) + after.patterns[:frames] * part
    middle = Looks(patterns=patterns.astype(np.uint8), spreads=spreads.astype(np.float16))
    head = Looks(patterns=before.patterns[:-frames], spreads=before.spreads[:-frames])
    tail = Looks(patterns=after.patterns[frames:], spreads=after.spreads[frames:])
    (join,) = joins_of(joined([head, middle, tail]))
    assert join.kind is JoinKind.DISSOLVE
    assert abs(join.cut_frame - (head.count + frames / 2)) <= frames / 2


def test_a_fade_through_black_is_one_join(footage: dict[str, Looks]) -> None:
    before, after = footage["flower.mp4"], footage["book.mkv"]
    down = np.linspace(1, 0, 12)[:, None, None]
    out = Looks(patterns=(before.patterns[-12:] * down).astype(np.uint8), spreads=before.spreads[-12:])
    into = Looks(patterns=(after.patterns[:12] * down[::-1]).astype(np.uint8), spreads=after.spreads[:12])
    joins = joins_of(joined([before, out, into, after]))
    assert [join.kind for join in joins] == [JoinKind.FADE]
    assert joins[0].start_frame < before.count + 12 < joins[0].end_frame


def test_an_empty_movie_has_no_joins() -> None:
    assert joins_of(looks_of([])) == ()


def test_joins_do_not_overlap(footage: dict[str, Looks]) -> None:
    joins = joins_of(joined(list(footage.values())), shortest_frames=40)
    assert all(after.start_frame - before.end_frame >= 40 for before, after in pairwise(joins))


def test_the_first_and_the_last_shot_are_not_too_short_either(footage: dict[str, Looks]) -> None:
    first, middle, last = (footage[name] for name in ("flower.mp4", "book.mkv", "bikes.mp4"))
    short = [Looks(patterns=each.patterns[:2], spreads=each.spreads[:2]) for each in (first, last)]
    movie = joined([short[0], middle, short[1]])
    assert joins_of(movie, shortest_frames=3) == ()
    assert [join.cut_frame for join in joins_of(movie, shortest_frames=2)] == [2, movie.count - 2]
