"""Which timelines a cut leads to: those its clips show, and those that these show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.timeline import Timeline


def tell_unreached(timelines: tuple[Timeline, ...], ledger: Ledger) -> None:
    """Tell of the timelines that the first shows nowhere, in a format that holds one cut."""
    known = {each.id: each for each in timelines}
    reached: set[str] = set()
    ahead = [timelines[0].id]
    while ahead:
        identity = ahead.pop()
        if identity in known and identity not in reached:
            reached.add(identity)
            clips = [clip for track in known[identity].tracks for clip in track.clips]
            ahead += [name for clip in clips for name in (clip.nested or "", *clip.angles.values())]
    for timeline in timelines:
        if timeline.id not in reached:
            ledger.drop(timeline.name or timeline.id, "nested", "no clip of the cut shows it, and one cut is written")
