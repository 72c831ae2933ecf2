"""A film as timelines: picture, titles, sound, and what became of everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.interchange import Ledger, Timeline
from posthouse.studio.exchange.outgoing.desk import OURS, Desk
from posthouse.studio.exchange.outgoing.markers import markers_of
from posthouse.studio.exchange.outgoing.picture import picture_tracks
from posthouse.studio.exchange.outgoing.sound import sound_tracks
from posthouse.studio.exchange.outgoing.unsaid import tell_unsaid

if TYPE_CHECKING:
    from posthouse.studio.film import Film


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """The main timeline first, then those nested in it; ``ledger`` tells what timelines have no words for."""

    timelines: tuple[Timeline, ...]
    ledger: Ledger


def outgoing(film: Film) -> Outgoing:
    """Return a film as timelines.

    Raises:
        DocumentProblems: everything that is wrong with the production, missing media too.
    """
    desk = Desk(programme=film.programme)
    document, cut = film.production.document, film.programme.cut
    start = cut.start
    timeline = Timeline(
        id="cut",
        name=document.title,
        rate=desk.rate,
        tracks=(*picture_tracks(desk), *sound_tracks(desk)),
        start_frame=start.frame_count if start else 0,
        is_drop_frame=bool(start and start.is_drop_frame),
        size=document.format.size,
        sound_rate=document.format.sound.rate,
        markers=markers_of(desk),
        facts={OURS: {"color": str(document.format.color), "layout": str(document.format.sound.layout)}},
    )
    tell_unsaid(desk)
    return Outgoing(timelines=(timeline,), ledger=desk.ledger)
