"""Changes over many frames: dissolves, and fades through black or white."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from posthouse.assistant.detect.dissolves import dissolves
from posthouse.assistant.detect.fades import fades
from posthouse.assistant.detect.ramps import contrast_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.assistant.detect.joins import Join
    from posthouse.assistant.detect.looks import Looks


def gradual_changes(looks: Looks, cuts: Sequence[int]) -> list[Join]:
    """Return dissolves and fades between hard cuts, in order, none over another."""
    found = list(fades(looks, cuts))
    inside = [cut for cut in cuts if not any(fade.start_frame <= cut <= fade.end_frame for fade in found)]
    marks = sorted([(0, 0), *((cut, cut) for cut in inside), *((fade.start_frame, fade.end_frame) for fade in found)])
    contrast = contrast_of(looks)
    for (_, start), (end, _) in itertools.pairwise([*marks, (looks.count, looks.count)]):
        found += dissolves(looks, start, end, contrast)
    return sorted(found)
