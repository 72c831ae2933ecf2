"""A film as timelines: picture, titles, sound, what is nested in them, and what became of everything."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from posthouse.interchange import OURS, Ledger, Timeline
from posthouse.interchange.formats import Multicams, Nests
from posthouse.studio.exchange.outgoing.desk import Desk
from posthouse.studio.exchange.outgoing.luts import Luts
from posthouse.studio.exchange.outgoing.markers import markers_of
from posthouse.studio.exchange.outgoing.multicams import angle_timelines, groups_of
from posthouse.studio.exchange.outgoing.nests import timeline_id
from posthouse.studio.exchange.outgoing.picture import picture_tracks
from posthouse.studio.exchange.outgoing.sheets import sheets_of
from posthouse.studio.exchange.outgoing.sound import sound_tracks
from posthouse.studio.exchange.outgoing.unsaid import tell_unsaid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.studio.programme import Programme


class Resolved(Protocol):
    """What has a programme: a film, or a production that was resolved for its cut alone."""

    @property
    def programme(self) -> Programme:
        """Return the production resolved; raises DocumentProblems with all that is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """The main timeline first, then those nested in it, outer ones first; ``ledger`` tells what has no words."""

    timelines: tuple[Timeline, ...]
    ledger: Ledger
    luts: Mapping[str, bytes] = field(default_factory=dict)
    """The files of the LUTs its clips name."""


def outgoing(
    film: Resolved,
    *,
    nests: Nests = Nests.NONE,
    multicams: Multicams = Multicams.NONE,
    takes_luts: bool = False,
    takes_keys: bool = False,
) -> Outgoing:
    """Return a film as timelines.

    Args:
        film: the production.
        nests: which sequences go out as timelines in the timeline; the others are laid flat.
        multicams: which multicam media go out with all their angles; the others as the one that is seen.
        takes_luts: each shot's whole color goes out as a LUT; else as a CDL, where it is one.
        takes_keys: the luma keys of layers go out as effects; else they are told.

    Raises:
        DocumentProblems: everything that is wrong with the production, missing media too.
    """
    ledger = Ledger()
    sheets = sheets_of(film.programme, ledger, nests=nests)
    lengths = {sheet.name: sheet.flat.duration_frames for sheet in sheets}
    groups = groups_of(film.programme, ledger, multicams=multicams)
    luts = Luts() if takes_luts else None
    desk = Desk(
        programme=film.programme,
        sheet=sheets[0],
        groups=groups,
        ledger=ledger,
        lengths=lengths,
        luts=luts,
        takes_keys=takes_keys,
    )
    found = [_main(desk)]
    found += [_nested(dataclasses.replace(desk, sheet=sheet)) for sheet in sheets[1:]]
    shown = set(_shown(found))
    for group in groups.values():
        found += angle_timelines(group, desk) if shown.intersection(group.ids.values()) else ()
    tell_unsaid(desk)
    return Outgoing(timelines=tuple(found), ledger=ledger, luts=luts.files if luts else {})


def _main(desk: Desk) -> Timeline:
    document, start = desk.programme.production.document, desk.sheet.cut.start
    return Timeline(
        id="cut",
        name=document.title,
        rate=desk.rate,
        tracks=(*picture_tracks(desk), *sound_tracks(desk)),
        start_frame=start.frame_count if start else 0,
        is_drop_frame=bool(start and start.is_drop_frame),
        size=document.format.size,
        sound_rate=document.format.sound.rate,
        markers=markers_of(desk.programme),
        facts={OURS: {"color": str(document.format.color), "layout": str(document.format.sound.layout)}},
    )


def _nested(desk: Desk) -> Timeline:
    """Return a sequence as a timeline; it counts from 0."""
    return Timeline(
        id=timeline_id(desk.sheet.name),
        name=desk.sheet.name,
        rate=desk.rate,
        tracks=(*picture_tracks(desk), *sound_tracks(desk)),
        size=desk.size,
        sound_rate=desk.programme.production.document.format.sound.rate,
    )


def _shown(timelines: list[Timeline]) -> Iterator[str]:
    """Yield the timelines that the clips of some show."""
    for timeline in timelines:
        for track in timeline.tracks:
            yield from (clip.nested for clip in track.clips if clip.nested)
