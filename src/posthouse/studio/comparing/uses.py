"""Two sides as lists of uses: the same footage under one name, counted on one clock."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.matching import FootageLink, KeyKind, Matching, Use, link_footage, match_uses
from posthouse.studio.comparing.alignment import aligned
from posthouse.studio.comparing.angles import switch_of, with_switched
from posthouse.studio.comparing.clocks import on_one_clock
from posthouse.studio.comparing.labelled_black import says_black_by_label, with_labelled_black
from posthouse.studio.comparing.layout import CUT
from posthouse.studio.comparing.own_words import OwnWords
from posthouse.studio.comparing.reels import by_timecode, pooled
from posthouse.studio.comparing.title_clips import without_titles
from posthouse.timing import RampMap

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from posthouse.editorial.matching import Pair
    from posthouse.studio.comparing.angles import Angle
    from posthouse.studio.comparing.layout import LaidShot, Layout
    from posthouse.studio.comparing.side import Side

_PLAIN = frozenset({KeyKind.DIGEST, KeyKind.ID, KeyKind.PATH})
"""Keys that need no telling."""


@dataclass(frozen=True, kw_only=True)
class Matched:
    """Two sides on one clock, which media is which, and which shot is which."""

    old: Side
    new: Side
    links: Mapping[str, FootageLink]
    """By the media of the new side, the old one it is; new media are missing."""
    matching: Matching

    def switch(self, pair: Pair) -> tuple[Angle, Angle] | None:
        """Return the angle a shot had and the one it has, where that was switched."""
        return switch_of(pair, self.old, self.new, footage_names(self.old, self.new, self.links))


def matched_sides(old: Side, new: Side) -> Matched:
    """Return two sides with their shots matched."""
    old, links = pooled(old, new, links_of(old, new))
    old, new = on_one_clock(old, new, links)
    old, new = (
        without_titles(old, new, {link.old for link in links.values()}),
        without_titles(new, old, links),
    )
    has_echo = new.echo is not None
    if old.echo is not None and not new.is_cut_only:
        old = in_own_words(old, new)
    elif has_echo:
        new = in_own_words(new, old)
    ours, theirs = _uses(old, new, links)
    if old.is_edl and not new.is_edl:
        old = _laid_like(old, aligned(new.layout, old.layout, match_uses(theirs, ours)))
    elif new.is_cut_only:
        has_dips = has_echo and not new.is_edl
        new = _laid_like(new, aligned(old.layout, new.layout, match_uses(ours, theirs), has_dips=has_dips))
    matching = match_uses(*_uses(old, new, links))
    matching = with_switched(matching, old, new, footage_names(old, new, links))
    return Matched(old=old, new=new, links=links, matching=matching)


def in_own_words(cut: Side, ours: Side) -> Side:
    """Return the side of a cut file, of one clock with a production, in the words of that."""
    assert cut.echo is not None, "it is asked for"
    ours, links = pooled(ours, cut.echo, links_of(ours, cut.echo))
    ours, echo = on_one_clock(ours, cut.echo, links)
    echo = without_titles(echo, ours, links)
    if says_black_by_label(echo.layout, ours.layout):
        echo, cut = (
            dataclasses.replace(each, laid=with_labelled_black(each.layout, ours.layout)) for each in (echo, cut)
        )
    uses = (
        uses_of(ours, {}, ()),
        uses_of(echo, footage_names(ours, echo, links), ()),
        uses_of(cut, footage_names(ours, cut, links_of(ours, cut)), ()),
    )
    words = OwnWords(ours=ours.layout, echo=echo.layout, new=cut.layout, uses=uses)
    return dataclasses.replace(cut, laid=words.layout(), echo=None)


def _uses(old: Side, new: Side, links: Mapping[str, FootageLink]) -> tuple[list[Use], list[Use]]:
    """Return the uses of both sides, without those over the cut where the other cannot say anything of them."""
    common = old.written_ids & new.written_ids
    ours, theirs = uses_of(old, {}, common), uses_of(new, footage_names(old, new, links), common)
    if new.is_cut_only and not new.layout.over:
        ours = [use for use in ours if use.lane == CUT]
    if old.is_edl and not old.layout.over:
        theirs = [use for use in theirs if use.lane == CUT]
    return ours, theirs


def _laid_like(side: Side, laid: Layout) -> Side:
    is_as_it_was = (laid.joins, laid.start) == (side.layout.joins, side.layout.start)
    return side if is_as_it_was else dataclasses.replace(side, laid=laid)


def links_of(old: Side, new: Side) -> dict[str, FootageLink]:
    """Return which media and sequences of the new side are which of the old one."""
    links = by_timecode(old, new, link_footage(old.keys, new.keys))
    known = set(old.document.sequences)
    links |= {name: FootageLink(old=name, kind=KeyKind.NAME) for name in new.document.sequences if name in known}
    links |= _meant(old, new, links)
    if new.is_cut_only:
        links |= _named_like_shots(old, new, links)
    if old.is_cut_only:
        links |= _shots_named_like(old, new, links)
    if not old.is_cut_only and not new.is_cut_only:
        return links
    return {name: link for name, link in links.items() if not _is_other_picture(old, link.old, new, name)}


def _meant(old: Side, new: Side, links: Mapping[str, FootageLink]) -> dict[str, FootageLink]:
    """Return media of a cut file that an export of the other side calls so."""
    taken = {link.old for link in links.values()}
    found = {name: was for name, was in new.meant.items() if was in old.document.media}
    found |= {name: was for was, name in old.meant.items() if name in new.document.media and was not in taken}
    return {name: FootageLink(old=was, kind=KeyKind.NAME) for name, was in found.items() if name not in links}


def _is_other_picture(old: Side, name: str, new: Side, other: str) -> bool:
    """Return whether two media, one of a cut file, are known to show other pictures: a color is no other color."""
    ours, theirs = old.made.get(name), new.made.get(other)
    is_known = (ours or not old.is_cut_only) and (theirs or not new.is_cut_only)
    return ours != theirs and bool(is_known)


def _shots_named_like(old: Side, new: Side, links: Mapping[str, FootageLink]) -> dict[str, FootageLink]:
    """Return media that shots of the new side show, where media of an old cut file are called as these shots are."""
    taken = {link.old for link in links.values()}
    found = {own: name for name, own in _called_as_shots(old, new).items() if name not in taken}
    return {own: FootageLink(old=name, kind=KeyKind.NAME) for own, name in found.items() if own not in links}


def _named_like_shots(old: Side, new: Side, links: Mapping[str, FootageLink]) -> dict[str, FootageLink]:
    """Return media of a cut file that are called as old shots are: clips without a file, as generated pictures."""
    found = _called_as_shots(new, old)
    return {name: FootageLink(old=own, kind=KeyKind.NAME) for name, own in found.items() if name not in links}


def _called_as_shots(cut: Side, ours: Side) -> dict[str, str]:
    """Return, by media of a cut file without a file, what the shot of its name shows.

    The name alone says so of a picture that is made; of footage only where the file shows the same frames of it.
    """
    shots = {name.casefold(): shot for name, shot in ours.layout.shots.items()}
    found: dict[str, str] = {}
    for name in sorted(cut.fileless):
        shot = shots.get(name.casefold())
        if shot is not None and (shot.spec.media in ours.made or _shows(cut, name, shot)):
            found[name] = shot.spec.media
    return found


def _shows(cut: Side, media: str, wanted: LaidShot) -> bool:
    return any(shot.spec.media == media and shot.retime == wanted.retime for shot in cut.layout.shots.values())


def footage_names(old: Side, new: Side, links: Mapping[str, FootageLink]) -> dict[str, str]:
    """Return, by the media of the new side, the one name its footage has on both sides."""
    names = (*new.document.media, *new.document.sequences)
    known = {name: old.first_alike.get(link.old, link.old) for name, link in links.items()}
    return {name: known.get(name, f"{name} (new)") for name in names}


def uses_of(side: Side, footage: Mapping[str, str], ids: Collection[str]) -> list[Use]:
    """Return the shots of a side as uses; ``ids`` are those that count, ``footage`` names what is called otherwise."""
    return [use_of(shot, side, footage, ids) for shot in side.layout.shots.values()]


def use_of(shot: LaidShot, side: Side, footage: Mapping[str, str], ids: Collection[str]) -> Use:
    """Return one shot as a use."""
    rate = side.layout.rate
    shown = shot.retime.grid_range()
    media = side.layout.footage(shot)
    ramp = ""
    if isinstance(shot.retime, RampMap):
        speed = Fraction(shown.duration_frames, max(1, shot.retime.duration_frames))
        ramp = repr(shot.retime.curve.keys)
    else:
        speed = shot.retime.speed
    return Use(
        key=shot.id,
        id=shot.id if shot.id in ids else "",
        footage=footage.get(media) or side.first_alike.get(media, media),
        start=rate.seconds_at(shown.start_frame),
        end=rate.seconds_at(shown.end_frame),
        speed=speed,
        ramp=ramp,
        record=shot.range,
        lane=shot.lane,
    )


def doubtful_links(matched: Matched) -> list[tuple[str, FootageLink]]:
    """Return media of the new side that could be more than one of the old, or are known by a weak sign only."""
    return [
        (name, link)
        for name, link in matched.links.items()
        if (link.rivals and name not in matched.new.made) or (link.kind is KeyKind.REEL and link.kind not in _PLAIN)
    ]
