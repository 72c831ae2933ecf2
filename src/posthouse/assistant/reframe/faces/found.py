"""The faces of one picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.reframe.boxes import Box, apart
from posthouse.assistant.reframe.faces.network import answers_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from posthouse.assistant.reframe.faces.network import Answer

_GRAIN = 32
_LEAST_SURE = 0.7
"""Below it, clocks are faces too."""
_SAME = 0.3
"""Two boxes that share more of what they cover together are one face."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face(Box):
    """Where a face is. Hair and ears are not in it."""

    @property
    def across(self) -> float:
        """Return where its middle is from left to right."""
        return self.left + self.width / 2

    @property
    def down(self) -> float:
        """Return where its middle is from top to bottom."""
        return self.top + self.height / 2


def faces_of(view: NDArray[np.float32]) -> tuple[Face, ...]:
    """Return the faces of a picture, the surest first.

    Args:
        view: (y, x, channel) blue, green, red, 0..255; faces of 10 pixels and more are found.
    """
    height, width, _ = view.shape
    whole = np.zeros((3, -(-height // _GRAIN) * _GRAIN, -(-width // _GRAIN) * _GRAIN), np.float32)
    whole[:, :height, :width] = view.transpose(2, 0, 1)
    all_found = [face for answer in answers_of(whole) for face in _boxes(answer, width, height)]
    return tuple(apart(all_found, _SAME))


def _boxes(answer: Answer, width: int, height: int) -> Iterator[Face]:
    """Yield every face that one grid's answer is sure of."""
    sure = np.sqrt(answer.is_face * answer.is_thing)
    for row, column in np.argwhere(sure >= _LEAST_SURE):
        right, down, wide, high = (float(each) for each in answer.box[:, row, column])
        wide, high = (float(np.exp(min(each, 10.0))) * answer.stride for each in (wide, high))
        yield Face(
            left=((column + right) * answer.stride - wide / 2) / width,
            top=((row + down) * answer.stride - high / 2) / height,
            width=wide / width,
            height=high / height,
            sure=float(sure[row, column]),
        )
