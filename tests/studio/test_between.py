"""Shares of pictures: exact, whole, and never of so many pictures that they fill the memory."""

from __future__ import annotations

from fractions import Fraction

import pytest

from posthouse.pixels.stack import WHOLE_SHARE
from posthouse.studio.between import MOST_BLENDED, _in_parts, _shown_at


def test_equal_shares_of_many_moments_make_one_whole() -> None:
    moments = [Fraction(100 * place + 50, MOST_BLENDED) for place in range(MOST_BLENDED)]
    shares = _in_parts(_shown_at(moments, 1000))
    assert len(shares) == MOST_BLENDED
    assert sum(part for _, part in shares) == WHOLE_SHARE


@pytest.mark.parametrize("last_picture", [0, 3])
def test_moments_past_the_end_show_the_last_picture(last_picture: int) -> None:
    moments = [Fraction(50 + place) for place in range(MOST_BLENDED)]
    assert _in_parts(_shown_at(moments, last_picture)) == ((last_picture, WHOLE_SHARE),)
