"""A shot's pictures against a reference: right ones pass, wrong ones are found, what cannot be told is said."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.conform.compare import Prints, Proof, Verdict, compare
from tests.conform.material import copied, lumas, printed

if TYPE_CHECKING:
    from pathlib import Path

CLIPS = (
    "bbb_330-390s.mp4",
    "tears-of-steel-battle-clip-medium.webm",
    "carphone_pristine.mp4",
    "friday.mp4",
    "bikes.mp4",
    "one-by-one-person-detection.mp4",
)
Pair = tuple["Prints", "Prints"]


@pytest.fixture(scope="module")
def clips(media: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    """Return (prints of the clip, prints of its copy) by name."""
    work = tmp_path_factory.mktemp("conform")
    found = {}
    for name in CLIPS:
        pictures = list(lumas(media / "footage" / name, work))
        found[name] = printed(iter(pictures)), printed(copied(pictures, crf=28))
    return found


def moves(prints: Prints, start: int, length: int) -> bool:
    """Return whether a person stepping through a shot would see each picture change."""
    return float(np.abs(np.diff(prints[start : start + length], axis=0)).mean()) > 0.006


def shot_of(chance: random.Random, clips: dict[str, Pair], *, least: int = 16) -> tuple[str, int, int]:
    """Return a clip, a first frame and a length, where something moves."""
    while True:
        name = chance.choice(CLIPS)
        length = chance.randint(least, 60)
        start = chance.randint(14, len(clips[name][0]) - length - 15)
        if moves(clips[name][0], start, length):
            return name, start, length


@pytest.mark.parametrize("seed", range(100))
def test_the_right_media_passes(clips: dict[str, Pair], seed: int) -> None:
    chance = random.Random(seed)
    name = chance.choice(CLIPS)
    length = chance.randint(8, 60)
    start = chance.randint(0, len(clips[name][0]) - length)
    proof = compare(clips[name][0][start : start + length], clips[name][1][start : start + length])
    assert proof.is_right, proof


def off(chance: random.Random, clips: dict[str, Pair]) -> tuple[Proof, set[Verdict]]:
    name, start, length = shot_of(chance, clips)
    step = chance.choice([-2, -1, -1, 1, 1, 3])
    shot = clips[name][0][start + step : start + step + length]
    proof = compare(shot, clips[name][1][start : start + length])
    assert proof.verdict is not Verdict.OFFSET or proof.offset == step
    return proof, {Verdict.OFFSET}


def other_take(chance: random.Random, clips: dict[str, Pair]) -> tuple[Proof, set[Verdict]]:
    name, start, length = shot_of(chance, clips)
    prints = clips[name][0]
    elsewhere = [s for s in range(len(prints) - length) if abs(s - start) > length + 13 and moves(prints, s, length)]
    first = chance.choice(elsewhere) if elsewhere else start
    shot = prints[first : first + length] if elsewhere else clips["friday.mp4"][0][:length]
    return compare(shot, clips[name][1][start : start + length]), {Verdict.OTHER}


def other_rate(chance: random.Random, clips: dict[str, Pair]) -> tuple[Proof, set[Verdict]]:
    name, start, length = shot_of(chance, clips, least=48)
    ratio = chance.choice([24 / 25, 25 / 24, 24 / 30, 30 / 24])
    rows = [min(len(clips[name][0]) - 1, start + int(frame * ratio)) for frame in range(length)]
    proof = compare(clips[name][0][rows], clips[name][1][start : start + length])
    return proof, {Verdict.UNEVEN, Verdict.OFFSET, Verdict.OTHER}


@pytest.mark.parametrize("seed", range(100))
def test_wrong_media_is_found(clips: dict[str, Pair], seed: int) -> None:
    chance = random.Random(seed)
    proof, expected = (off, other_take, other_rate)[seed % 3](chance, clips)
    assert proof.verdict in expected, proof


@pytest.fixture(scope="module")
def hard_clips(media: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    """Return the same with copies coded harder."""
    work = tmp_path_factory.mktemp("conform-hard")
    found = {}
    for name in CLIPS:
        pictures = list(lumas(media / "footage" / name, work))
        found[name] = printed(iter(pictures)), printed(copied(pictures, crf=32))
    return found


def hard_rate(hard_clips: dict[str, Pair], seed: int) -> tuple[Verdict, bool]:
    """Return the verdict on a shot of another rate, of any length and movement, and whether a frame of it is off."""
    chance = random.Random(seed)
    ours, theirs = hard_clips[chance.choice(CLIPS)]
    length = chance.randint(24, 60)
    start = chance.randint(0, len(ours) - length - 1)
    ratio = chance.choice([24 / 25, 25 / 24, 24 / 30, 30 / 24])
    rows = [min(len(ours) - 1, start + int(frame * ratio)) for frame in range(length)]
    is_off = rows != list(range(start, start + length))
    return compare(ours[rows], theirs[start : start + length]).verdict, is_off


@pytest.mark.slow
def test_no_hard_copy_of_another_rate_is_proven(hard_clips: dict[str, Pair]) -> None:
    found = [hard_rate(hard_clips, seed) for seed in range(300)]
    assert not [seed for seed, (verdict, is_off) in enumerate(found) if is_off and verdict is Verdict.PROVEN]


@pytest.mark.slow
def test_hard_copies_of_the_right_frames_pass(hard_clips: dict[str, Pair]) -> None:
    verdicts = []
    for seed in range(300):
        chance = random.Random(seed)
        ours, theirs = hard_clips[chance.choice(CLIPS)]
        length = chance.randint(8, 60)
        start = chance.randint(0, len(ours) - length)
        proof = compare(ours[start : start + length], theirs[start : start + length])
        assert proof.is_right
        verdicts.append(proof.verdict)
    assert verdicts.count(Verdict.PROVEN) > 200


@pytest.mark.parametrize(("tail", "verdict"), [(0, Verdict.PROVEN), (2, Verdict.PARTLY), (4, Verdict.PARTLY)])
def test_a_shot_whose_last_frames_are_one_off_is_not_proven(tail: int, verdict: Verdict) -> None:
    chance = np.random.default_rng(1)
    run = chance.random((40, 576), np.float32).cumsum(axis=0)
    run = (run - run.mean()) / (8 * run.std()) + 0.5
    rows = np.arange(30) + (np.arange(30) >= 30 - tail)
    reference = run[:30] + chance.normal(0, 0.004, (30, 576)).astype(np.float32)
    assert compare(run[rows], reference).verdict is verdict


def test_a_picture_that_stands_still_is_told_as_unsure() -> None:
    chance = np.random.default_rng(1)
    picture = chance.random((1, 576), np.float32).repeat(24, 0)
    noisy = picture + chance.normal(0, 0.002, picture.shape).astype(np.float32)
    assert compare(noisy, picture).verdict is Verdict.STILL


def test_a_black_reference_says_nothing() -> None:
    black = np.full((24, 576), 0.06, np.float32)
    assert compare(black, black).verdict is Verdict.BLANK
    assert compare(np.random.default_rng(1).random((24, 576), np.float32), black).verdict is Verdict.OTHER
    assert compare(np.full((24, 576), 0.9, np.float32), black).verdict is Verdict.OTHER


def test_prints_of_two_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        compare(np.zeros((2, 576), np.float32), np.zeros((3, 576), np.float32))
