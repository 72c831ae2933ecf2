"""People and things: steps against plain loops, boxes from answers, and the network as it finds a person's back."""

from __future__ import annotations

import hashlib
import struct
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from posthouse.assistant.reframe.faces import view_of
from posthouse.assistant.reframe.things import Kind, can_find_things, found, integers, things_of
from posthouse.assistant.reframe.things import model as model_module
from posthouse.assistant.reframe.things.flat import root_of
from posthouse.assistant.reframe.things.integers import Output, Weights
from posthouse.assistant.reframe.things.model import model, model_file
from posthouse.assistant.reframe.things.network import answers_of
from posthouse.signal import Picture, PictureFormat
from posthouse.signal.picture import Family, Range

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

needs_model = pytest.mark.skipif(not can_find_things(), reason="the network that finds things is not installed")
_ANSWERS = "bc9a2f766c246aea83a6c27f36908d4567e733bb991bc428a65ed33546b7b7db"
"""The digest of what the network says of a picture of noise."""


@pytest.fixture
def _learned_anew() -> Iterator[None]:
    """Forget the network that was read, before and after."""
    model.cache_clear()
    yield
    model.cache_clear()


@pytest.mark.usefixtures("_learned_anew")
@pytest.mark.parametrize("content", [None, b"", b"another network"])
def test_without_the_very_file_there_are_no_things(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "detector.tflite"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("POSTHOUSE_DETECTOR", str(file))
    assert model_file() == file
    assert not can_find_things()


def test_a_package_that_is_not_there_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTHOUSE_DETECTOR", raising=False)
    monkeypatch.setattr(model_module, "_PACKAGE", "no_such_package")
    assert model_file() is None


def test_a_table_is_read_by_its_fields() -> None:
    # The root lies at 16; its fields: a number at +4, none, a vector at +8 that holds 5 and 6.
    fields = struct.pack("<HHHHH", 10, 12, 4, 0, 8)
    file = struct.pack("<I", 16) + fields + b"\0\0" + struct.pack("<iiI", 12, -7, 4) + struct.pack("<Iii", 2, 5, 6)
    root = root_of(file)
    assert (root.number(0), root.number(1, default=3), root.number(9)) == (-7, 3, 0)
    assert root.numbers(2, "<i4").tolist() == [5, 6]
    assert (root.table(1), root.tables(1)) == (None, ())


def _weights(shape: tuple[int, ...], stride: int) -> Weights:
    chance = np.random.default_rng(5)
    count = shape[0] if len(shape) == 4 else shape[2]
    table = chance.integers(-127, 128, shape).astype(np.float32)
    one = np.ones(count, np.float32)
    return Weights(table=table, offset=chance.integers(-99, 99, count).astype(np.float32), factor=one, stride=stride)


def _planes(side: int, count: int) -> np.ndarray[tuple[int, int, int], np.dtype[np.float32]]:
    return np.random.default_rng(6).integers(-128, 128, (side, side, count)).astype(np.float32)


@pytest.mark.parametrize(("side", "stride", "square"), [(6, 1, 3), (6, 2, 3), (7, 2, 3), (8, 2, 5), (5, 1, 1)])
def test_mixing_and_looking_are_the_plain_loops(side: int, stride: int, square: int) -> None:
    planes, count = _planes(side, 3), -(-side // stride)
    wide = Output(scale=1.0, low=-(10**7), high=10**7)
    mix, look = _weights((4, square, square, 3), stride), _weights((square, square, 3), stride)
    mixed, looked = integers.mixed(planes, mix, wide), integers.looked_over(planes, look, wide)
    padded = integers.padded_for(planes, (square, square), stride, 0)
    assert mixed.shape == (count, count, 4)
    for row, column in np.ndindex(count, count):
        seen = padded[row * stride :, column * stride :][:square, :square]
        assert mixed[row, column].tolist() == ((mix.table * seen).sum(axis=(1, 2, 3)) + mix.offset).tolist()
        assert looked[row, column].tolist() == ((look.table * seen).sum(axis=(0, 1)) + look.offset).tolist()


def test_an_even_picture_at_every_second_place_is_padded_at_its_end() -> None:
    padded = integers.padded_for(np.ones((4, 5, 1), np.float32), (3, 3), 2, 0)
    assert padded[:, :, 0].sum(axis=1).tolist() == [5, 5, 5, 5, 0]
    assert padded[:, :, 0].sum(axis=0).tolist() == [0, 4, 4, 4, 4, 4, 0]


def test_sums_that_would_not_be_exact_are_refused() -> None:
    with pytest.raises(AssertionError, match="exact"):
        _weights((1, 25, 25, 200), 1)


def test_adding_brings_both_to_one_worth_and_stays_in_8_bits() -> None:
    first, second = np.array([[[10.0, 100.0]]], np.float32), np.array([[[3.0, 100.0]]], np.float32)
    output = Output(scale=0.5, low=-128, high=127)
    assert integers.added(first, second, (0.5, 1.0), output).tolist() == [[[16, 127]]]


def test_the_largest_of_squares_and_places_repeated() -> None:
    planes = np.arange(16, dtype=np.float32).reshape(4, 4, 1)
    assert integers.largest(planes, (3, 3), 2)[:, :, 0].tolist() == [[10, 11], [14, 15]]
    assert integers.repeated(planes, (8, 8))[::2, ::2].tolist() == planes.tolist()
    assert integers.repeated(planes[:3, :3], (5, 5))[:, 0, 0].tolist() == [0, 0, 4, 4, 8]


def test_boxes_start_from_every_place_of_every_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    sure, boxes = np.zeros((19206, 90), np.float32), np.zeros((19206, 4), np.float32)
    place = (5 * 40 + 10) * 9  # of the finest grid: row 5, column 10; its first box is 24 by 24, its second 17 by 34
    sure[[place, place + 1, 0], [0, 0, 16]] = 0.8, 0.5, 0.29
    for box, high, wide in ((place, 24, 24), (place + 1, 24 / 2**0.5, 24 * 2**0.5)):
        boxes[box] = 12 / high, 24 / wide, np.log(48 / high), np.log(24 / wide)
    monkeypatch.setattr(found, "answers_of", lambda _picture: (sure, boxes))
    (thing,) = things_of(np.zeros((160, 320, 3), np.float32))
    assert (thing.kind, round(thing.sure, 3)) == (Kind.PERSON, 0.8)
    assert [thing.left, thing.width] == pytest.approx([(84 + 24 - 12) / 320, 24 / 320])
    assert [thing.top, thing.height] == pytest.approx([(44 + 12 - 24) / 160, 48 / 160])


@pytest.mark.parametrize(
    ("number", "kind"), [(0, "person"), (2, "vehicle"), (16, "animal"), (87, "animal"), (84, "thing")]
)
def test_a_kind_is_one_of_four(number: int, kind: str) -> None:
    assert found._kind(number) is Kind(kind)


@needs_model
def test_its_answers_are_the_same_to_the_bit_everywhere() -> None:
    picture = np.random.default_rng(8).integers(0, 256, (320, 320, 3), np.uint8)
    sure, boxes = answers_of(picture)
    assert (sure.shape, boxes.shape) == ((19206, 90), (19206, 4))
    assert hashlib.sha256(sure.tobytes() + boxes.tobytes()).hexdigest() == _ANSWERS


@needs_model
def test_a_person_is_found_by_the_back(media: Path) -> None:
    with av.open(str(media / "footage" / "one-by-one-person-detection.mp4")) as clip:
        frame = next(each for number, each in enumerate(clip.decode(video=0)) if number == 120)
    picture = Picture.empty(PictureFormat(width=frame.width, height=frame.height, family=Family.RGB, range=Range.FULL))
    for plane, source in zip(picture.planes, np.moveaxis(frame.to_ndarray(format="rgb24"), 2, 0), strict=True):
        plane[:] = source
    (person,) = (each for each in things_of(view_of(picture, sample=Fraction(1))) if each.kind is Kind.PERSON)
    assert person.left == pytest.approx(0.5, abs=0.03)
    assert person.width == pytest.approx(0.17, abs=0.04)
