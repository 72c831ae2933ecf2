"""Dialogue tightened, as a change of the document."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.assistant.tighten import Word
from posthouse.errors import PosthouseError, ProductionError
from posthouse.studio import open_film
from posthouse.studio.proposals.tightening import Wanted, proposed_tightening
from posthouse.timing import Length
from tests.assistant.sync.conftest import speech
from tests.studio.proposals.conftest import camera

if TYPE_CHECKING:
    from pathlib import Path

SPOKEN = ((1, 4), (6, 9), (11, 13))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a movie of 14 s with three answers."""
    sound = np.random.default_rng(1).standard_normal(14 * 48_000) * 0.002
    for start, end in SPOKEN:
        low, high = start * 48_000, end * 48_000
        sound[low:high] += speech(14, 48_000, 4)[low:high] * 3
    movie = tmp_path_factory.mktemp("answers") / "cam.mov"
    camera(movie, sound, frames=24 * 14)
    return movie


@pytest.fixture
def interview(tmp_path: Path, answers: Path) -> Path:
    """Return a production of them, with a title over the second."""
    shutil.copy(answers, tmp_path)
    (tmp_path / "production.yaml").write_text(
        """posthouse: 1
title: Interview
format: {size: [96, 54], rate: 24}
media: {cam: cam.mov}
cut:
  - {shot: talk, from: cam}  # the interview
titles:
  - {title: name, text: Ada, at: talk@7s, for: 12f}
"""
    )
    return tmp_path


def test_silences_go_and_the_rest_stays_in_sync(interview: Path) -> None:
    with open_film(interview) as film:
        before = film.sound(of="dialogue")[0]
    proposal, (found,) = proposed_tightening(interview, ["talk"], Wanted())
    proposal.take()
    with open_film(interview) as film:
        shots = film.programme.cut.shots()
        after = film.sound(of="dialogue")[0]
        assert film.programme.cut.duration_frames == found.frames - found.gone_frames
    assert found.gone_frames > 24 * 3
    for shot in shots:
        picture = shot.source.grid_range().start_frame
        here = after[(shot.start_frame + 1) * 2000 : (shot.start_frame + 8) * 2000]
        assert np.array_equal(here, before[(picture + 1) * 2000 : (picture + 8) * 2000])


def test_pieces_are_counted_in_their_order(interview: Path) -> None:
    proposal, (found,) = proposed_tightening(interview, ["talk"], Wanted())
    assert found.gone[0].start_frame == 0  # nobody talks in the first second
    assert re.findall(r"shot: ([\w-]+)", proposal.draft.text) == ["talk", "talk-2", "talk-3"]


def test_pieces_are_counted_where_the_head_stays(interview: Path) -> None:
    words = tuple(Word(text="um", start_seconds=at, end_seconds=at + 0.5) for at in (2.0, 7.5, 12.0))
    wanted = Wanted(words=words, longer=Length.parse("10s"))
    proposal, (found,) = proposed_tightening(interview, ["talk"], wanted)
    assert [span.start_frame for span in found.gone] == [48, 180, 288]
    assert re.findall(r"shot: ([\w-]+)", proposal.draft.text) == ["talk", "talk-2", "talk-3", "talk-4"]


def test_work_on_the_shot_follows_its_footage(interview: Path) -> None:
    proposal, _ = proposed_tightening(interview, ["talk"], Wanted())
    assert "# the interview" in proposal.draft.text
    assert "@7s" in proposal.draft.text
    assert "at: talk@7s" not in proposal.draft.text  # it hangs on the piece that has the second 7


def test_fillers_of_a_transcript_go(interview: Path) -> None:
    words = (Word(text="um,", start_seconds=6.5, end_seconds=7.0), Word(text="yes", start_seconds=8, end_seconds=8.4))
    plain = proposed_tightening(interview, ["talk"], Wanted())[1][0]
    found = proposed_tightening(interview, ["talk"], Wanted(words=words))[1][0]
    assert found.gone_frames - plain.gone_frames == 12


def test_work_that_hangs_on_what_goes_is_not_lost(interview: Path) -> None:
    file = interview / "production.yaml"
    other = "  - {title: role, text: Pilot, at: talk@2s, for: 12f}\n"
    file.write_text(file.read_text().replace("talk@7s", "talk@5s") + other)
    with pytest.raises(PosthouseError, match="name"):
        proposed_tightening(interview, ["talk"], Wanted())
    proposal, _ = proposed_tightening(interview, ["talk"], Wanted(), parks=True)
    assert "text: Ada" in proposal.draft.text


@pytest.mark.parametrize(
    ("shot", "change", "cause"), [("tal", "", "no shot tal"), ("talk", ", speed: 50%", "own speed")]
)
def test_what_cannot_be_tightened_is_refused(interview: Path, shot: str, change: str, cause: str) -> None:
    file = interview / "production.yaml"
    file.write_text(file.read_text().replace("from: cam}", f"from: cam{change}}}"))
    with pytest.raises(ProductionError, match=cause):
        proposed_tightening(interview, [shot], Wanted())


def test_a_version_is_tightened_by_the_sound_it_is_heard_with(interview: Path) -> None:
    file = interview / "production.yaml"
    file.write_text(file.read_text().replace("from: cam}", "from: cam, in: 48f}").replace("talk@7s", "talk+120f"))
    (plain,) = proposed_tightening(interview, ["talk"], Wanted())[1]
    camera(interview / "comp.mov", np.zeros(12 * 48_000), frames=24 * 12)
    version = "comp: {file: comp.mov, sound_from: {media: cam, in: 48f}}"
    file.write_text(
        file.read_text().replace("cam: cam.mov", f"cam: cam.mov, {version}").replace("from: cam, in: 48f", "from: comp")
    )
    (found,) = proposed_tightening(interview, ["talk"], Wanted())[1]
    assert found.gone == plain.gone
