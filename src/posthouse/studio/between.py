"""Which pictures of its source each frame of a shot shows, and how much of each where it lies between them."""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.pixels.stack import WHOLE_SHARE, Between, InBetween, Shares

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.editorial import Shot
    from posthouse.studio.footage import FootageSource
    from posthouse.timing import FrameRange

_HALF = Fraction(1, 2)
FLOW_PACKAGE = "opencv-python-headless"
MOST_BLENDED = 16


def shown_pictures(footage: FootageSource, shot: Shot, frames: FrameRange) -> tuple[tuple[int, ...], Between | None]:
    """Return the picture each programme frame shows, and what those between two pictures are made of.

    The last picture is held where the source has ended. None where every frame is a picture of the source as it is.
    """
    how = shot.in_between or footage.in_between
    if how is InBetween.NEAREST or shot.source.is_freeze:
        return _nearest(footage, shot, frames), None
    shares = tuple(_shares(footage, shot, frame, how) for frame in frames.shifted(-shot.start_frame))
    shown = tuple(max(pairs, key=lambda pair: pair[1])[0] for pairs in shares)
    if all(len(pairs) == 1 for pairs in shares):
        return shown, None
    return shown, Between(shares=shares, engine=flow_engine() if how is InBetween.FLOW else "")


@functools.cache
def flow_engine() -> str:
    """Return what finds optical flow, with its version.

    Raises:
        ProductionError: it is not installed.
    """
    from importlib.metadata import PackageNotFoundError, version  # slow to import: only for shots by flow

    try:
        return f"OpenCV {version(FLOW_PACKAGE)}"
    except PackageNotFoundError:
        hint = 'pip install "posthouse[flow]", or say frames: blend'
        raise ProductionError("frames: flow needs OpenCV, which is not installed", hint=hint) from None


def _nearest(footage: FootageSource, shot: Shot, frames: FrameRange) -> tuple[int, ...]:
    find, last = footage.conform.picture_index, footage.last_picture
    wanted = shot.source.grid_frames(frames.shifted(-shot.start_frame))
    return tuple(max(0, min(find(grid_frame), last)) for grid_frame in wanted)


def _shares(footage: FootageSource, shot: Shot, frame: int, how: InBetween) -> Shares:
    """Return the pictures a frame of the shot lies between.

    A frame that begins with a picture shows that picture. Flow shows the instant the frame begins; a blend all the
    time the frame lasts, which is at least as long as one picture. Of more than 16 pictures, 16 spread evenly stand for
    all: a hundred would look no smoother and fill the memory.
    """
    low, high = (footage.conform.picture_position(edge) for edge in shot.source.covered(frame))
    lasting = max(Fraction(1), high - low) if how is InBetween.BLEND else Fraction(1)
    end, found = low + lasting, dict[int, Fraction]()
    if lasting > MOST_BLENDED:
        moments = (low + lasting * Fraction(2 * place + 1, 2 * MOST_BLENDED) for place in range(MOST_BLENDED))
        return _in_parts(_shown_at(moments, footage.last_picture))
    for index in range(low.__floor__(), end.__ceil__()):
        on = min(end, Fraction(index + 1)) - max(low, Fraction(index))
        held = max(0, min(index, footage.last_picture))
        found[held] = found.get(held, Fraction(0)) + on / lasting
    return _in_parts(found)


def _shown_at(moments: Iterable[Fraction], last_picture: int) -> dict[int, Fraction]:
    """Return equal shares of the pictures shown at some moments, counted in pictures."""
    found = dict[int, Fraction]()
    for moment in moments:
        held = max(0, min(moment.__floor__(), last_picture))
        found[held] = found.get(held, Fraction(0)) + Fraction(1, MOST_BLENDED)
    return found


def _in_parts(exact: dict[int, Fraction]) -> Shares:
    """Return shares in 65536ths that sum to one whole; what is less than half of one is nothing."""
    parts = {index: (share * WHOLE_SHARE + _HALF).__floor__() for index, share in exact.items()}
    largest = max(parts, key=lambda index: parts[index])
    parts[largest] += WHOLE_SHARE - sum(parts.values())
    return tuple((index, part) for index, part in sorted(parts.items()) if part > 0)
