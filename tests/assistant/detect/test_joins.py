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

REAL_DISSOLVE = (127, 151)
"""Of nasa_13013.mp4: its light is even up to 126, rises, and is even from 151."""


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


def dissolved(before: Looks, after: Looks, frames: int) -> Looks:
    """Return two shots joined by an even dissolve of so many mixed frames."""
    part = ((np.arange(frames) + 1) / (frames + 1))[:, None]
    spreads = before.spreads[-frames:] * (1 - part) + after.spreads[:frames] * part
    part = part[:, :, None]
    patterns = before.patterns[-frames:] * (1 - part) + after.patterns[:frames] * part
    middle = Looks(patterns=patterns.round().astype(np.uint8), spreads=spreads.astype(np.float16))
    head = Looks(patterns=before.patterns[:-frames], spreads=before.spreads[:-frames])
    tail = Looks(patterns=after.patterns[frames:], spreads=after.spreads[frames:])
    return joined([head, middle, tail])


def even(light: int, frames: int) -> Looks:
    """Return pictures of one light."""
    spread = np.zeros(64, np.float16)
    spread[[light // 8, 40, 56]] = 1
    return Looks(patterns=np.full((frames, 27, 48), light, np.uint8), spreads=np.tile(spread, (frames, 1)))


@pytest.mark.parametrize("frames", [6, 9, 14, 20, 36])
@pytest.mark.parametrize(
    ("before", "after"),
    [("flower.mp4", "book.mkv"), ("friday.mp4", "cityCC0.mpg"), ("cityCC0.mpg", "carphone_pristine.mp4")],
)
def test_a_dissolve_has_its_own_frames(footage: dict[str, Looks], before: str, after: str, frames: int) -> None:
    movie = dissolved(footage[before], footage[after], frames)
    (join,) = joins_of(movie)
    start = footage[before].count - frames
    assert join.kind is JoinKind.DISSOLVE
    assert (join.start_frame, join.end_frame) == pytest.approx((start, start + frames), abs=2)


def test_a_real_dissolve_from_a_dark_scene_to_a_bright_one_is_found(media: Path, tmp_path: Path) -> None:
    path = media / "footage" / "nasa_13013.mp4"
    with MediaLibrary(tmp_path) as library, DecoderPool(library=library) as pool:
        looks = looks_of(pool.pictures(path, library.info(path), range(120, 230)))
    (join,) = (each for each in joins_of(looks) if each.kind is not JoinKind.CUT)
    assert (join.start_frame + 120, join.end_frame + 120) == pytest.approx(REAL_DISSOLVE, abs=1)


@pytest.mark.parametrize("light", [16, 235])
@pytest.mark.parametrize(("out", "held", "into"), [(6, 1, 6), (12, 5, 30), (24, 12, 8)])
def test_a_fade_through_black_or_white_is_one_join_with_its_own_frames(
    footage: dict[str, Looks], light: int, out: int, held: int, into: int
) -> None:
    before, after = footage["flower.mp4"], footage["book.mkv"]
    gone = dissolved(before, even(light, out + held), out)
    come = dissolved(even(light, into), after, into)
    (join,) = joins_of(joined([gone, come]))
    start = before.count - out
    assert join.kind is JoinKind.FADE
    assert (join.start_frame, join.end_frame) == pytest.approx((start, start + out + held + into), abs=2)


def test_a_cut_to_black_and_one_from_it_are_cuts(footage: dict[str, Looks]) -> None:
    movie = joined([footage["flower.mp4"], even(16, 10), footage["book.mkv"]])
    assert [(join.kind, join.start_frame) for join in joins_of(movie)] == [(JoinKind.CUT, 60), (JoinKind.CUT, 70)]


@pytest.mark.parametrize("frames", [12, 30, 50])
def test_a_pan_from_one_scene_to_another_is_no_dissolve(footage: dict[str, Looks], frames: int) -> None:
    wide = np.concatenate([footage["flower.mp4"].patterns[0], footage["book.mkv"].patterns[0]], axis=1)
    places = np.concatenate([np.zeros(25), np.linspace(0, 48, frames), np.full(25, 48)]).round().astype(int)
    patterns = np.stack([wide[:, at : at + 48] for at in places])
    spreads = np.stack([np.histogram(each, 32, (0, 256))[0] / each.size for each in patterns])
    color = np.zeros((len(places), 32))
    movie = Looks(patterns=patterns, spreads=np.concatenate([spreads, color], axis=1).astype(np.float16))
    assert joins_of(movie) == ()


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
