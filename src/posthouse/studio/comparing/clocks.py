"""Two sides counted on one clock: the same frame of the same footage has the same number on both.

Problem: an EDL says labels (``01:00:07:01``) and not where its tape begins, MLT counts from the first frame, an XML
says both; and of media that are not here the production's text may say neither rate nor first label.
Approach: what one side knows of a media, the other counts by: a file that was opened first, then what a text says. Of
footage that begins at two labels, the clock of the first counts for both. Where one side says labels only, and the
other counts from the first frame, the label of that is the one by which the most shots are the same.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.studio.comparing.side import with_groups
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from posthouse.editorial.anchors import Source
    from posthouse.editorial.matching import FootageLink
    from posthouse.studio.comparing.side import Side

Sources = dict[str, "Source"]


def on_one_clock(old: Side, new: Side, links: Mapping[str, FootageLink]) -> tuple[Side, Side]:
    """Return both sides; a media that only one could open, or says more of, counts as it does there."""
    ours, theirs = dict(old.sources), dict(new.sources)
    unseen: dict[str, list[str]] = defaultdict(list)
    for name, link in links.items():
        if link.old in old.opened and name not in new.opened:
            theirs[name] = _as_opened(new, name, ours[link.old])
        elif name in new.opened and link.old not in old.opened:
            ours[link.old] = _as_opened(old, link.old, theirs[name])
        elif link.old in ours and name in theirs and name not in new.opened:
            unseen[old.first_alike.get(link.old, link.old)].append(name)
    for first, names in unseen.items():
        _Pool(old=old, new=new, first=first, names=names).share(ours, theirs)
    ours, theirs = with_groups(old.document, ours), with_groups(new.document, theirs)
    seen = frozenset(name for name, link in links.items() if link.old in old.endless)
    return (
        dataclasses.replace(old, sources=ours, endless=old.endless | _linked_to(old, new, links)),
        dataclasses.replace(new, sources=theirs, endless=new.endless | seen),
    )


def _as_opened(side: Side, name: str, known: Source) -> Source:
    """Return how a media counts on a side that says less of it than a file that was opened."""
    said = side.sources.get(name)
    if said is None:
        return known
    start = known.start_timecode or said.start_timecode
    return _as_listed(side, said, dataclasses.replace(known, start_timecode=start))


def _as_listed(side: Side, said: Source, known: Source) -> Source:
    """Return how a media counts on a side; an EDL's labels run at the list's rate, also where the media's is faster.

    Example: in a list of 25 frames, frame 18 of a second of 30 is 02:00:07:15.
    """
    rate = side.document.format.rate
    if not side.is_edl or said.rate.timebase != rate.timebase or known.rate.timebase == rate.timebase:
        return known
    start = known.start_timecode
    begun = known.rate.seconds_at(start.frame_count) if start is not None else Fraction(0)
    listed = Rate(fraction=known.rate.fraction * rate.timebase / known.rate.timebase)
    return dataclasses.replace(known, rate=listed, start_timecode=None, offset_seconds=begun)


def _linked_to(old: Side, new: Side, links: Mapping[str, FootageLink]) -> set[str]:
    """Return the media of an old cut file that show one picture for ever, as the new side knows."""
    if not old.is_cut_only:
        return set()
    return {link.old for name, link in links.items() if name in new.endless}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Pool:
    """One footage that neither side could open: ``names`` of the new side are the old media ``first``."""

    old: Side
    new: Side
    first: str
    names: list[str]

    def share(self, ours: Sources, theirs: Sources) -> None:
        """Change the sources of both sides so that all of this footage counts alike."""
        members = [(ours, name, name in self.old.rated) for name in self._alike() if name in ours]
        members += [(theirs, name, name in self.new.rated) for name in self.names]
        known = [sources[name] for sources, name, _ in members]
        rate = next((sources[name].rate for sources, name, is_rated in members if is_rated), None)
        start = next((source.start_timecode for source in known if source.start_timecode is not None), None)
        start = start or self._guessed_start()
        for sources, name, is_rated in members:
            own = sources[name]
            counted = own if is_rated or rate is None else dataclasses.replace(own, rate=rate)
            counted = counted if start is None else _begun(counted, start)
            sources[name] = _as_listed(self.old if sources is ours else self.new, own, counted)

    def _alike(self) -> list[str]:
        return [self.first, *(name for name, first in self.old.first_alike.items() if first == self.first != name)]

    def _guessed_start(self) -> Timecode | None:
        """Return the label of the first frame by which the most shots of both sides are the same; None: no label."""
        ours = _shown(self.old, self._alike())
        theirs = _shown(self.new, self.names)
        votes = Counter(
            one - other if is_label else other - one
            for is_label, one, length in ours
            for is_other, other, lasts in theirs
            if length == lasts and is_label != is_other
        )
        ranked = votes.most_common(2)
        is_even = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
        if not ranked or is_even or ranked[0][0] <= 0:
            return None
        return Timecode(frame_count=ranked[0][0], rate=self.old.layout.rate)


def _begun(source: Source, start: Timecode) -> Source:
    """Return a source whose frames count from the frame of a label, wherever it begins itself."""
    own = source.start_timecode
    if own is None:
        return dataclasses.replace(source, start_timecode=start)
    offset = start.rate.seconds_at(start.frame_count) - own.rate.seconds_at(own.frame_count)
    return source if own == start else dataclasses.replace(source, offset_seconds=Fraction(offset))


def _shown(side: Side, names: Iterable[str]) -> list[tuple[bool, int, int]]:
    """Return (is said as a label, first frame, length) of the shots of some media."""
    media = set(names)
    return [
        (shot.spec.in_point is not None and shot.spec.in_point.is_timecode, shown.start_frame, shown.duration_frames)
        for shot in side.layout.shots.values()
        if shot.spec.media in media
        for shown in (shot.retime.grid_range(),)
    ]
