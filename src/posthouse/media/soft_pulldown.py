"""Pulldown that is only flags: film pictures stored once each, shown for two and three fields by turns.

MPEG-2 says so with ``repeat_first_field`` (ISO/IEC 13818-2, 6.3.10); what reaches us is the times of the pictures.
The pictures are the film's already: nothing is to be taken apart, only their even rate is to be given back.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posthouse.media.index import PictureIndex

_FIELD_S = Fraction(1001, 60000)
FILM_RATE = Fraction(24000, 1001)
_LEAST_PICTURES = 8
_SLACK_FIELDS = 0.25
"""Times are rounded to the container's ticks: Matroska's are a millisecond."""


def is_soft_pulldown(index: PictureIndex) -> bool:
    """Return whether a stream's pictures last two and three fields of 59.94 Hz by turns, throughout."""
    ticks = index.shown_ticks[:-1].astype(np.float64) - float(index.shown_ticks[0])
    if len(ticks) < _LEAST_PICTURES:
        return False
    fields = ticks * float(index.tick_base / _FIELD_S)
    whole = np.round(fields)
    lasting = np.diff(whole)
    is_by_turns = {2.0, 3.0} == set(lasting.tolist()) and bool((lasting[1:] != lasting[:-1]).all())
    return is_by_turns and bool((np.abs(fields - whole) < _SLACK_FIELDS).all())
