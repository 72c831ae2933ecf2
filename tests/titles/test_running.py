"""Running text: figures of one width, the same pixels wherever they stand."""

from __future__ import annotations

import numpy as np
import pytest

from posthouse.titles.running import RunningInk, row_height, running_fonts, running_row, words_of

INK = RunningInk()


def row(left: str, right: str = "", width: int = 400) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return running_row(left, right, width, 24, INK)


def test_a_row_is_clear_but_for_its_boxes() -> None:
    drawn = row("REC 01:00:00:00", "SRC")
    assert drawn.shape == (row_height(24), 400, 4)
    assert drawn.dtype == np.float32
    boxes = np.flatnonzero(drawn[0, :, 3] > 0)
    assert boxes[0] == 0
    assert boxes[-1] == 399
    assert np.count_nonzero(np.diff(boxes) > 1) == 1
    assert drawn[0, 0, 3] == pytest.approx(INK.box[3])


@pytest.mark.parametrize("other", ["11:11:11:11", "08:08:08:08", "23:59:59;23"])
def test_figures_do_not_dance(other: str) -> None:
    first, second = row("00:00:00:00"), row(other)
    assert (first[..., 3] > 0).sum() == (second[..., 3] > 0).sum()


def test_only_the_figures_that_change_are_drawn_anew() -> None:
    changed = (row("01:00:00:00") != row("01:00:00:01")).any(axis=(0, 2))
    assert 0 < np.count_nonzero(changed) <= 14
    assert changed.nonzero()[0][0] > 80


def test_letters_are_white_and_premultiplied() -> None:
    drawn = row("88:88:88:88")
    assert drawn[..., 3].max() == pytest.approx(1)
    assert (drawn[..., :3] <= drawn[..., 3:] + 1e-6).all()
    assert drawn[..., :3].max() == pytest.approx(1, abs=0.01)


def test_what_does_not_fit_is_cut_off_at_the_right() -> None:
    assert row("REC 01:00:00:00", "SRC 01:02:03:04 A_VERY_LONG_NAME", width=200).shape[1] == 200
    assert row("X" * 400, width=100).shape[1] == 100


def test_words_are_what_is_no_timecode() -> None:
    assert words_of("SRC 01:02:03;04 A003") == {"SRC", "A003"}
    assert words_of("") == frozenset()
    assert running_fonts(words_of("A003")) == running_fonts(frozenset())


def test_other_scripts_bring_their_fonts() -> None:
    assert len(running_fonts(words_of("港"))) == 2
