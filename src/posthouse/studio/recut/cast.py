"""Who is who in the new cut: the id of each of its shots, what it was before, and where each old shot has gone."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posthouse.editorial.matching import Matching, Pair, Role, match_uses
from posthouse.production import raw
from posthouse.production.document import Document, Over, Shot
from posthouse.production.ids import ids_by_path
from posthouse.studio.comparing.angles import as_before
from posthouse.studio.comparing.layout import OVER, LaidShot, laid_out
from posthouse.studio.comparing.uses import footage_names, use_of, uses_of
from posthouse.studio.recut.fates import Fate, Fates, Piece
from posthouse.studio.recut.parking import CUT_PLACE, OVER_PLACE, Parked

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from posthouse.editorial.matching import Use
    from posthouse.studio.comparing.uses import Matched
    from posthouse.studio.recut.inside import Inside

_GHOST = "parked:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ghost:
    """A parked shot, and its frames as they were."""

    parked: Parked
    shot: LaidShot


@dataclass(frozen=True, kw_only=True)
class Cast:
    """The shots of the new cut by their keys there."""

    matched: Matched
    ids: Mapping[str, str]
    """The id each has in the production."""
    restored: Mapping[str, Ghost]
    """Those that were parked."""
    ghosts: Mapping[str, Ghost]
    """All parked shots, by id."""
    follows_cut: bool = False
    inside: Inside | None = None
    """What became of shots inside sequences."""

    def pair(self, key: str) -> Pair | None:
        """Return what a new shot comes from in the old cut; None where it is new, or was parked."""
        return None if key in self.restored else self.matched.matching.of_new.get(key)

    def origin(self, key: str) -> str:
        """Return the old shot a new one continues: the shot itself or a piece of it; empty: none."""
        pair = self.pair(key)
        return pair.old.key if pair is not None and pair.role is not Role.REPEAT else ""

    @functools.cached_property
    def keys(self) -> dict[str, str]:
        """Return the key in the new cut of each id."""
        return {name: key for key, name in self.ids.items()}

    @functools.cached_property
    def fates(self) -> Fates:
        """Return what became of each old shot, and of each parked one."""
        old = self.matched.old.layout
        found = {name: self._fate(shot) for name, shot in old.shots.items()}
        back = {ghost.parked.id for ghost in self.restored.values()}
        found |= {
            name: self._fate_of_ghost(name, ghost)
            for name, ghost in self.ghosts.items()
            if name not in found and (name in back or ghost.parked.index is None)
        }
        for cast in self.inside.changed.values() if self.inside is not None else ():
            found |= {name: replace(fate, is_inside=True) for name, fate in cast.fates.of.items()}
        fates = Fates(rate=old.rate, layout=old, of=found, follows_cut=self.follows_cut, inside=self.inside)
        if not self.is_over_left_alone:
            return fates
        over = {name: self._fate_where_it_lies(fate, fates) for name, fate in found.items() if fate.shot.lane == OVER}
        return replace(fates, of=found | over)

    def _fate_where_it_lies(self, fate: Fate, fates: Fates) -> Fate:
        """Return the fate of a shot over the cut that the new cut cannot speak of: it is there if its anchor is."""
        shot = fate.shot
        anchor = getattr(shot.spec, "at", "")
        if fates.landing(str(anchor)).text is None:
            return replace(fate, pieces=())
        itself = Piece(id=shot.id, retime=shot.retime, start_frame=shot.start_frame, is_itself=True)
        return replace(fate, pieces=(itself,))

    def _fate(self, shot: LaidShot) -> Fate:
        pairs = [pair for pair in self.matched.matching.of_old.get(shot.id, ()) if pair.new.key not in self.restored]
        shown = [pair for pair in pairs if pair.role is not Role.REPEAT]
        return Fate(
            shot=shot,
            pieces=tuple(self._piece(pair) for pair in shown),
            is_replaced=any(pair.role is Role.REPLACED for pair in pairs),
            repeats=tuple(self.ids[pair.new.key] for pair in pairs if pair.role is Role.REPEAT),
            echoes=tuple(self._piece(pair) for pair in pairs if pair.role is Role.REPEAT),
        )

    @property
    def is_over_left_alone(self) -> bool:
        """Return whether the new cut cannot say anything of shots over the cut."""
        return self.matched.new.is_cut_only and not self.matched.new.layout.over

    def _piece(self, pair: Pair) -> Piece:
        piece = self._piece_of(pair.new.key, is_itself=pair.role in {Role.MAIN, Role.REPLACED})
        switch = self.matched.switch(pair)
        if switch is None:
            return piece
        return replace(piece, retime=as_before(piece.retime, switch, self.matched.old.layout.rate))

    def _piece_of(self, key: str, *, is_itself: bool) -> Piece:
        shot = self.matched.new.layout.shots[key]
        return Piece(id=self.ids[key], retime=shot.retime, start_frame=shot.start_frame, is_itself=is_itself)

    def _fate_of_ghost(self, name: str, ghost: Ghost) -> Fate:
        keys = [key for key, found in self.restored.items() if found.parked.id == name]
        pieces = tuple(self._piece_of(key, is_itself=True) for key in keys)
        return Fate(shot=ghost.shot, pieces=pieces, is_parked=True)


def cast_of(
    matched: Matched,
    parked: Sequence[Parked],
    *,
    follows_cut: bool = False,
    keeps_takes: bool = False,
    taken: Collection[str] = (),
) -> Cast:
    """Return who is who in a new cut; parked shots whose footage it shows are taken up again.

    ``taken`` are ids that new shots cannot have.

    ``keeps_takes``: other footage in the place of a shot is another take of it, and keeps its id and its work, also
    where no id says so.
    """
    if not keeps_takes:
        matched = replace(matched, matching=_without_takes(matched.matching))
    parked = [*parked, *_omitted(matched)]
    ghosts = _ghosts(matched, parked)
    restored = _restored(matched, ghosts)
    return Cast(
        matched=matched,
        ids=_ids(matched, restored, {each.id for each in parked} | set(taken)),
        restored=restored,
        ghosts=ghosts,
        follows_cut=follows_cut,
    )


def _without_takes(matching: Matching) -> Matching:
    """Return a matching in which other footage in a shot's place is a new shot, unless an id says otherwise."""
    takes = [pair for pair in matching.pairs if pair.role is Role.REPLACED and not pair.is_sure]
    kept = tuple(pair for pair in matching.pairs if pair not in takes)
    return Matching(
        pairs=kept,
        new=(*matching.new, *(pair.new for pair in takes)),
        gone=(*matching.gone, *(pair.old for pair in takes)),
        moved=matching.moved - {pair.new.key for pair in takes},
    )


def _ghosts(matched: Matched, parked: Sequence[Parked]) -> dict[str, Ghost]:
    """Return the parked shots that can be read, by id."""
    document = matched.old.document
    found: dict[str, Ghost] = {}
    for each in parked:
        if each.place not in {CUT_PLACE, OVER_PLACE} or not isinstance(each.entry, dict):
            continue
        model = Over if each.place == OVER_PLACE else Shot
        try:
            spec = model.model_validate({**each.entry, "shot": each.id})
        except ValueError:
            continue  # somebody changed it by hand: it stays parked
        lists = {"cut": (), "over": ()} | {each.place: (spec,)}
        found[each.id] = Ghost(parked=each, shot=_only_shot(document.model_copy(update=lists), matched))
    return found


def _omitted(matched: Matched) -> list[Parked]:
    """Return the omitted shots of the cut, as if they were parked."""
    production = matched.old.production
    return [
        Parked(
            place=CUT_PLACE,
            id=production.ids[path],
            entry={key: value for key, value in item.items() if key != "omit"},
            why="it was omitted",
            index=int(path[-1]),
        )
        for path, item in raw.cut_shots(production.tree.value)
        if item.get("omit") is True and path[:-1] == matched.old.place
    ]


def _only_shot(document: Document, matched: Matched) -> LaidShot:
    (shot,) = laid_out(document, matched.old.sources).shots.values()
    return shot


def _restored(matched: Matched, ghosts: Mapping[str, Ghost]) -> dict[str, Ghost]:
    """Return, by key, the new shots that show the footage of parked ones better than that of any other."""
    if not ghosts:
        return {}
    old, new, matching = matched.old, matched.new, matched.matching
    loose = {use.key for use in matching.new}
    loose |= {pair.new.key for pair in matching.pairs if pair.role in {Role.PIECE, Role.REPEAT}}
    common = new.written_ids & ghosts.keys()
    uses = [use for use in uses_of(new, footage_names(old, new, matched.links), common) if use.key in loose]
    back = match_uses([use_of(ghost.shot, old, {}, common) for ghost in ghosts.values()], uses)
    found: dict[str, Ghost] = {}
    for pair in back.pairs:
        rival = matching.of_new.get(pair.new.key)
        if pair.role is Role.MAIN and (rival is None or _likeness(pair.old, pair.new) > _likeness(rival.old, pair.new)):
            found[pair.new.key] = ghosts[pair.old.key]
    return found


def _likeness(one: Use, other: Use) -> float:
    """Return how much of all the source two uses show both show, 0..1."""
    shared = one.overlap(other)
    return float(shared / (one.duration + other.duration - shared)) if shared else 0.0


def _ids(matched: Matched, restored: Mapping[str, Ghost], parked: set[str]) -> dict[str, str]:
    """Return the id of each new shot: the old one's, the parked one's, else a free one like what it comes from."""
    taken = set(ids_by_path(matched.old.production.tree.value).values()) | parked
    of_new, new = matched.matching.of_new, matched.new
    found: dict[str, str] = {}
    for key in (event.id for event in (*new.layout.events, *new.layout.over) if isinstance(event, LaidShot)):
        pair = of_new.get(key)
        if key in restored:
            found[key] = restored[key].parked.id
        elif pair is not None and pair.role in {Role.MAIN, Role.REPLACED}:
            found[key] = pair.old.key
        else:
            is_own = pair is None or (key in new.written_ids and pair.role is Role.REPEAT)
            found[key] = _free(key if is_own or pair is None else pair.old.key, taken)
            taken.add(found[key])
    return found


def _free(base: str, taken: set[str]) -> str:
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    return name
