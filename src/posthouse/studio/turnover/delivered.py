"""What a version that came back is: the footage's own frames again, or the shot as it is played, its retime baked in.

Length tells, and the rate of a movie; where both fit, its name. What is left open is refused, both ways named.
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.studio.turnover.pulled import Pulled
    from posthouse.timing import Rate


class Delivered(enum.StrEnum):
    """How a version is to be played."""

    SOURCE = "source"  # the footage's frames: the retime stays in the cut
    BAKED = "baked"  # a frame for each of the cut: the retime goes


_BAKED = re.compile(r"baked|retimed|ramped|timewarp", re.IGNORECASE)
_SOURCE = re.compile(r"un-?ramped|un-?baked|un-?retimed|source", re.IGNORECASE)


def delivered(sent: Pulled, frames: int, rate: Rate | None, name: str) -> Delivered | str:
    """Return what a version is, or what is wrong with it, in words.

    Args:
        sent: what went out.
        frames: how many it has.
        rate: what its file says; None: images say none.
        name: its file's name.
    """
    fitting = _by_rate(_by_length(sent, frames), sent, rate)
    if isinstance(fitting, str):
        return fitting
    if len(fitting) == 1:
        return next(iter(fitting))
    if _SOURCE.search(name):
        return Delivered.SOURCE
    if _BAKED.search(name):
        return Delivered.BAKED
    return (
        f"its {frames} frames may be the footage's, or the cut's with the retime baked in: "
        "put unramped or baked into its name"
    )


def _by_length(sent: Pulled, frames: int) -> set[Delivered] | str:
    fitting = {Delivered.SOURCE} if frames in {sent.pictures, sent.cut_pictures} else set()
    can_be_baked = sent.is_played_otherwise and sent.shown
    if can_be_baked and frames == sent.shown:
        fitting.add(Delivered.BAKED)
    if fitting:
        return fitting
    baked = f", {sent.shown} with the retime baked in" if can_be_baked else ""
    return f"it has {frames} frames; {sent.pictures} went out ({sent.cut_pictures} without handles{baked})"


def _by_rate(fitting: set[Delivered] | str, sent: Pulled, rate: Rate | None) -> set[Delivered] | str:
    if rate is None:
        return fitting
    rates = {Delivered.SOURCE: sent.rate, Delivered.BAKED: sent.programme_rate or sent.rate}
    asked = fitting if not isinstance(fitting, str) else {Delivered.SOURCE}
    kept = {kind for kind in asked if rates[kind] == rate}
    if kept:
        return fitting if isinstance(fitting, str) else kept
    wanted = " or ".join(sorted({f"{float(rates[kind].fraction):.6g}" for kind in asked}))
    runs = f"it runs at {float(rate.fraction):.6g} fps; {wanted} went out"
    return f"{fitting}; {runs}" if isinstance(fitting, str) else runs
