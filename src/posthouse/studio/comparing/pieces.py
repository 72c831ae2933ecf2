"""Shots that a format says in pieces, as one again: an EDL's color between two dissolves, MLT's first frames."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from posthouse.studio.comparing.seams import Seam

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from posthouse.editorial.matching import Use
    from posthouse.studio.comparing.layout import LaidShot
    from posthouse.studio.comparing.seams import Seamed

    OneShot = Callable[[LaidShot, LaidShot], LaidShot | None]


def standing(ours: Iterable[Use], echo: Sequence[Use], media: Mapping[str, str]) -> dict[str, str]:
    """Return, by shot of an export, that of the production which stands there.

    A piece beside its shot's place (``media`` is the same, by shot of the export) is a piece of that shot.
    """
    of_lane: dict[tuple[str, str], list[Use]] = defaultdict(list)
    for use in sorted(ours, key=lambda use: use.record.start_frame):
        of_lane[use.lane, use.footage].append(use)
    claims: dict[str, tuple[int, str]] = {}
    over: dict[str, set[str]] = {}
    for use in echo:
        shares = {each.key: _shared(each, use) for each in _near(of_lane[use.lane, use.footage], use)}
        most = max(shares.values(), default=0)
        over[use.key] = {own for own, shared in shares.items() if shared == most > 0}
        for own in over[use.key]:
            if most > claims.get(own, (0, ""))[0]:
                claims[own] = (most, use.key)
    found = {name: own for own, (_, name) in claims.items()}
    ordered = sorted(echo, key=lambda use: (use.lane, use.record.start_frame))
    for has_place, has_media in ((True, True), (False, True), (True, False)):
        for pairs in (itertools.pairwise(ordered), itertools.pairwise(reversed(ordered))):
            for known, use in pairs:
                own = found.get(known.key, "")
                is_piece = (own in over[use.key] or not has_place) and (_is_beside(known, use, media) or not has_media)
                if own and use.key not in found and is_piece:
                    found[use.key] = own
    return found


def _near(ours: Sequence[Use], use: Use) -> Sequence[Use]:
    """Return those, in order, that might lie over a shot."""
    longest = max((each.record.duration_frames for each in ours), default=0)
    first = bisect_left(ours, use.record.start_frame - longest, key=lambda each: each.record.start_frame)
    return ours[first : bisect_left(ours, use.record.end_frame, key=lambda each: each.record.start_frame)]


def _is_beside(one: Use, other: Use, media: Mapping[str, str]) -> bool:
    places = {one.record.start_frame, one.record.end_frame} & {other.record.start_frame, other.record.end_frame}
    return one.lane == other.lane and media[one.key] == media[other.key] and bool(places)


def _shared(one: Use, other: Use) -> int:
    return one.record.intersection(other.record).duration_frames


def with_whole_shots(
    echo: Seamed, new: Seamed, one_shot: OneShot, known: tuple[Mapping[str, str], Mapping[str, str]]
) -> tuple[Seamed, Seamed]:
    """Return an export's cut and a cut file's, where both have the same pieces of one shot, with that shot.

    Args:
        echo: what the export says.
        new: the cut file.
        one_shot: returns the production's shot as long as the pieces are, from the first to the last of the export.
        known: by shot of the export, that of the production; by shot of the cut file, that of the export.
    """
    of_echo, of_new = known
    runs: dict[range, LaidShot] = {}
    same: dict[range, LaidShot] = {}
    for run in _runs(echo, of_echo):
        whole = one_shot(echo.shots[run[0]], echo.shots[run[-1]])
        there = _found(run, echo, new, of_new)
        if whole is not None and there is not None:
            runs[run] = whole
            same[there] = whole
    if not runs:
        return echo, new
    return echo.joined(runs), new.joined(same)


def _runs(echo: Seamed, of_echo: Mapping[str, str]) -> Iterator[range]:
    """Yield two or more shots of an export, nothing between them, that are one of the production."""
    for own, group in itertools.groupby(range(len(echo.shots)), key=lambda at: of_echo.get(echo.shots[at].id, "")):
        places = list(group)
        if own and len(places) > 1 and all(echo.seams[at] == Seam() for at in places[1:]):
            yield range(places[0], places[-1] + 1)


def _found(run: range, echo: Seamed, new: Seamed, of_new: Mapping[str, str]) -> range | None:
    """Return where a cut file has the same pieces."""
    wanted = [(echo.shots[at].id, echo.shots[at].retime) for at in run]
    has = [(of_new.get(shot.id, ""), shot.retime) for shot in new.shots]
    for first in range(len(has) - len(run) + 1):
        is_whole = all(new.seams[at] == Seam() for at in range(first + 1, first + len(run)))
        if is_whole and has[first : first + len(run)] == wanted:
            return range(first, first + len(run))
    return None
