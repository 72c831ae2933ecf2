"""Faces: the network's numbers and its answers, as OpenCV works the same file out; boxes of one face are one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from posthouse.assistant.reframe.faces import Face, can_find_faces, faces_of, found, view_of
from posthouse.assistant.reframe.faces import weights as weights_module
from posthouse.assistant.reframe.faces.network import STRIDES, answers_of
from posthouse.assistant.reframe.faces.weights import model_file, weights
from posthouse.signal import Picture, PictureFormat
from posthouse.signal.picture import Chroma, Family, Matrix, Range

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

needs_model = pytest.mark.skipif(not can_find_faces(), reason="the extra faces is not installed")


@pytest.fixture
def _learned_anew() -> Iterator[None]:
    """Forget the numbers that were read, before and after."""
    weights.cache_clear()
    yield
    weights.cache_clear()


@pytest.mark.usefixtures("_learned_anew")
@pytest.mark.parametrize("content", [None, b"", b"another network"])
def test_without_the_very_file_there_are_no_faces(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "model.onnx"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(weights_module, "model_file", lambda: file if content is not None else None)
    assert not can_find_faces()


def test_a_package_that_is_not_there_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights_module, "_PACKAGE", "no_such_package")
    assert model_file() is None


@needs_model
def test_its_tables_have_their_shapes() -> None:
    tables = weights()
    assert tables["420"].shape == (16, 3, 3, 3)
    assert tables["backbone.model5.conv2.conv1.weight"].shape == (64, 64, 1, 1)
    assert sum(table.size for table in tables.values()) == pytest.approx(55_000, abs=5_000)


@needs_model
def test_each_grid_answers_for_its_stride() -> None:
    answers = answers_of(np.zeros((3, 64, 96), np.float32))
    assert [(answer.stride, answer.box.shape) for answer in answers] == [
        (stride, (4, 64 // stride, 96 // stride)) for stride in STRIDES
    ]


@needs_model
def test_the_answers_are_those_of_opencv() -> None:
    cv2 = pytest.importorskip("cv2", reason="the extra flow is not installed")
    picture = np.random.default_rng(2).uniform(0, 255, (3, 640, 640)).astype(np.float32)
    theirs = cv2.dnn.readNet(str(model_file()))
    theirs.setInput(picture[None])
    names = theirs.getUnconnectedOutLayersNames()
    given = dict(zip(names, theirs.forward(names), strict=True))
    for answer in answers_of(picture):
        parts = (answer.is_face[None], answer.is_thing[None], answer.box)
        for kind, ours in zip(("cls", "obj", "bbox"), parts, strict=True):
            flat = ours.reshape(len(ours), -1).T
            np.testing.assert_allclose(flat, given[f"{kind}_{answer.stride}"][0], atol=2e-4)


@needs_model
def test_nothing_is_found_where_nothing_is() -> None:
    assert faces_of(np.full((180, 320, 3), 128, np.float32)) == ()


def test_boxes_that_share_much_are_one_face() -> None:
    one = Face(left=0.2, top=0.2, width=0.2, height=0.4, sure=0.9)
    near = Face(left=0.22, top=0.2, width=0.2, height=0.4, sure=0.8)
    far = Face(left=0.6, top=0.2, width=0.2, height=0.4, sure=0.8)
    assert one.shared(near) == pytest.approx(0.18 / 0.22)
    assert one.shared(far) == 0
    assert one.shared(near) > found._SAME


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        (PictureFormat(width=64, height=32), (235, 128, 128)),
        (PictureFormat(width=64, height=32, bit_depth=10, chroma=Chroma.C422), (940, 512, 512)),
        (PictureFormat(width=64, height=32, family=Family.GREY, chroma=Chroma.C444, range=Range.FULL), (255,)),
        (
            PictureFormat(
                width=64, height=32, family=Family.RGB, chroma=Chroma.C444, range=Range.FULL, matrix=Matrix.RGB
            ),
            (255, 255, 255),
        ),
    ],
)
def test_white_is_white_in_every_coding(form: PictureFormat, codes: tuple[int, ...]) -> None:
    picture = Picture.empty(form)
    for plane, code in zip(picture.planes, codes, strict=False):
        plane[:] = code
    view = view_of(picture, sample=Fraction(1))
    assert view.shape == (160, 320, 3)
    np.testing.assert_allclose(view, 255, atol=2)


def test_red_is_the_last_channel() -> None:
    picture = Picture.empty(PictureFormat(width=64, height=32))
    for plane, code in zip(picture.planes, (63, 102, 240), strict=True):
        plane[:] = code  # red of full strength (BT.709-6, items 3.2 to 3.5)
    np.testing.assert_allclose(view_of(picture, sample=Fraction(1))[0, 0], (0, 0, 255), atol=3)


def test_a_picture_is_seen_upright_and_in_its_shown_shape() -> None:
    picture = Picture.empty(PictureFormat(width=64, height=64))
    for plane in picture.planes:
        plane[:] = 128
    picture.planes[0][:, :8] = 235
    view = view_of(picture, sample=Fraction(2), quarter_turns=1)
    assert view.shape == (320, 160, 3)
    assert view[:20].mean() > view[-20:].mean()


@needs_model
@pytest.mark.parametrize(
    ("name", "frame", "across"), [("book.mkv", 0, 0.47), ("friday.mp4", 90, 0.64), ("carphone_pristine.mp4", 0, 0.5)]
)
def test_faces_of_real_pictures_are_found_where_they_are(media: Path, name: str, frame: int, across: float) -> None:
    with av.open(str(media / "footage" / name)) as container:
        picture = next(each for number, each in enumerate(container.decode(video=0)) if number == frame)
        shape = 320, round(320 * picture.height / picture.width)
        view = picture.reformat(*shape, format="bgr24").to_ndarray().astype(np.float32)
    assert any(abs(face.across - across) < 0.03 for face in faces_of(view))
