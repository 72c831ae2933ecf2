"""What changed beside the cut: grades, titles, cues, beds, effects, mix, master, deliverables, format, media."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from posthouse.editorial.matching import Role
from posthouse.fields import Anchor, AnchorKind
from posthouse.studio.comparing.changes import Change, Craft, Kind
from posthouse.studio.comparing.values import Written, differences, normal
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from posthouse.studio.comparing.layout import Layout
    from posthouse.studio.comparing.side import Side
    from posthouse.studio.comparing.uses import Matched

_TIMES: Final = frozenset({"shot", "from", "in", "out", "for", "speed", "freeze", "omit", "at"})
"""Fields of a shot that matching tells of."""
_LISTS: Final = (
    (("titles",), "title", Craft.TITLES),
    (("sound", "cues"), "cue", Craft.SOUND),
    (("sound", "music"), "music", Craft.SOUND),
    (("sound", "ambience"), "ambience", Craft.SOUND),
    (("markers",), "marker", Craft.MARKERS),
)
_PARTS: Final = (
    (("format",), "format", Craft.FORMAT),
    (("color", "looks"), "look", Craft.COLOR),
    (("mix",), "mix", Craft.MIX),
    (("master",), "master", Craft.MASTER),
    (("tracks",), "track", Craft.PICTURE),
    (("sequences",), "sequence", Craft.PICTURE),
)


def field_changes(matched: Matched) -> list[Change]:
    """Return the changes of everything but the frames the shots show."""
    return list(_Fields(matched).changes())


@dataclass(frozen=True)
class _Fields:
    matched: Matched

    def changes(self) -> Iterator[Change]:
        yield from self._shots()
        yield from self._grades()
        yield from self._effects()
        for place, kind, craft in _LISTS:
            yield from self._list(place, kind, craft)
        for place, name, craft in _PARTS:
            yield from self._part(place, name, craft)
        yield from self._media()
        yield from self._deliver()
        if self._old.document.title != self._new.document.title:
            words = f"the programme is called {self._new.document.title!r}, was {self._old.document.title!r}"
            yield Change(kind=Kind.CHANGED, craft=Craft.FORMAT, subject="", words=words)

    @property
    def _old(self) -> Side:
        return self.matched.old

    @property
    def _new(self) -> Side:
        return self.matched.new

    def _names(self) -> dict[str, str]:
        """Return, by the id of an old shot, its id on the new side."""
        pairs = self.matched.matching.pairs
        return {pair.old.key: pair.new.key for pair in pairs if pair.role in {Role.MAIN, Role.REPLACED}}

    def _shots(self) -> Iterator[Change]:
        for pair in self.matched.matching.pairs:
            if pair.role in {Role.MAIN, Role.REPLACED}:
                told = _TIMES | ({"angle"} if self.matched.switch(pair) is not None else set())
                before, after = (
                    _without(normal(side.layout.shots[key].spec), told)
                    for side, key in ((self._old, pair.old.key), (self._new, pair.new.key))
                )
                yield from self._told(Craft.PICTURE, pair.new.key, before, after, (pair.old.record, pair.new.record))

    def _grades(self) -> Iterator[Change]:
        names = self._names()
        ours = {names.get(name, name): normal(grade) for name, grade in self._old.document.color.grades.items()}
        theirs = {name: normal(grade) for name, grade in self._new.document.color.grades.items()}
        for name in dict.fromkeys((*theirs, *ours)):
            subject = "the grade of all other shots" if name == "*" else f"{name}, grade"
            ranges = (self._range(self._old.layout, self._old_name(name)), self._range(self._new.layout, name))
            yield from self._one(Craft.COLOR, subject, ours.get(name), theirs.get(name), ranges)

    def _old_name(self, name: str) -> str:
        pair = self.matched.matching.of_new.get(name)
        return pair.old.key if pair is not None and pair.role in {Role.MAIN, Role.REPLACED} else name

    def _effects(self) -> Iterator[Change]:
        names = self._names()
        ours = _by_shot(self._old, names)
        theirs = _by_shot(self._new, {})
        for name in dict.fromkeys((*theirs, *ours)):
            ranges = (self._range(self._old.layout, self._old_name(name)), self._range(self._new.layout, name))
            before, after = ours.get(name, []), theirs.get(name, [])
            for at in range(max(len(before), len(after))):
                one, other = (each[at] if at < len(each) else None for each in (before, after))
                yield from self._one(Craft.EFFECTS, f"{name}, effect", one, other, ranges)

    def _list(self, place: tuple[str, ...], kind: str, craft: Craft) -> Iterator[Change]:
        names = self._names()
        before, theirs = _items(self._old, place, kind), _items(self._new, place, kind)
        ours = {name: _renamed(item, names) for name, item in before.items()}
        for name in dict.fromkeys((*theirs, *ours)):
            one, other = ours.get(name), theirs.get(name)
            ranges = (self._anchored(self._old.layout, before.get(name)), self._anchored(self._new.layout, other))
            yield from self._one(craft, f"{kind} {name}", one, other, ranges)

    def _part(self, place: tuple[str, ...], name: str, craft: Craft) -> Iterator[Change]:
        before, after = (_at(side, place) for side in (self._old, self._new))
        if place[-1] not in {"looks", "tracks", "sequences"}:
            yield from self._told(craft, name, before or {}, after or {}, (None, None))
            return
        ours, theirs = (each if isinstance(each, dict) else {} for each in (before, after))
        for key in dict.fromkeys((*theirs, *ours)):
            if place[-1] == "sequences" and key in ours and key in theirs:
                continue  # told shot by shot
            yield from self._one(craft, f"{name} {key}", ours.get(key), theirs.get(key), (None, None))

    def _media(self) -> Iterator[Change]:
        known = {link.old: name for name, link in self.matched.links.items()}
        ours, theirs = (
            {name: normal(spec) for name, spec in side.document.media.items()} for side in (self._old, self._new)
        )
        for name, spec in ours.items():
            after = theirs.get(known.get(name, ""))
            if known.get(name, name) != name:
                words = f"is called {known[name]} now"
                yield Change(kind=Kind.RENAMED, craft=Craft.MEDIA, subject=f"media {name}", words=words)
            yield from self._one(Craft.MEDIA, f"media {name}", spec, after, (None, None))
        for name in theirs:
            if name not in self.matched.links:
                yield from self._one(Craft.MEDIA, f"media {name}", None, theirs[name], (None, None))

    def _deliver(self) -> Iterator[Change]:
        ours, theirs = (
            {
                str(getattr(each, "name", None) or getattr(each, "kind", None) or _as(each)): normal(each)
                for each in side.document.deliver
            }
            for side in (self._old, self._new)
        )
        for name in dict.fromkeys((*theirs, *ours)):
            yield from self._one(Craft.DELIVER, f"deliverable {name}", ours.get(name), theirs.get(name), (None, None))

    def _one(
        self,
        craft: Craft,
        subject: str,
        before: Written | None,
        after: Written | None,
        ranges: tuple[FrameRange | None, FrameRange | None],
    ) -> Iterator[Change]:
        if before is None or after is None:
            if before is not after:
                kind, words = (Kind.NEW, "new") if before is None else (Kind.GONE, "gone")
                yield Change(kind=kind, craft=craft, subject=subject, words=words, before=ranges[0], after=ranges[1])
            return
        yield from self._told(craft, subject, before, after, ranges)

    def _told(
        self,
        craft: Craft,
        subject: str,
        before: Written,
        after: Written,
        ranges: tuple[FrameRange | None, FrameRange | None],
    ) -> Iterator[Change]:
        for field, words in differences(before, after):
            its = Craft.SOUND if craft is Craft.PICTURE and field.startswith("sound") else craft
            yield Change(
                kind=Kind.CHANGED,
                craft=its,
                subject=subject,
                words=words,
                before=ranges[0],
                after=ranges[1],
                facts={"field": field},
            )

    def _range(self, layout: Layout, name: str) -> FrameRange | None:
        shot = layout.shots.get(name)
        return None if shot is None else shot.range

    def _anchored(self, layout: Layout, item: Written | None) -> FrameRange | None:
        """Return where an item begins in the programme: by its anchor, or the first shot it lies under."""
        if not isinstance(item, dict):
            return None
        written = item.get("at")
        if written is None:
            under = item.get("under")
            shots = [
                layout.shots[str(name)]
                for name in (under if isinstance(under, list) else [])
                if str(name) in layout.shots
            ]
            return min((shot.range for shot in shots), default=None)
        frame = layout.frame_of(Anchor.parse(written))
        return None if frame is None else FrameRange.lasting(frame, 0)


def _as(deliverable: object) -> object:
    return getattr(deliverable, "as_", deliverable)


def _by_shot(side: Side, names: Mapping[str, str]) -> dict[str, list[Written]]:
    found: dict[str, list[Written]] = {}
    for use in side.document.effects:
        said = normal(use)
        assert isinstance(said, dict), "a use of an effect is a mapping"
        found.setdefault(names.get(use.shot, use.shot), []).append({k: v for k, v in said.items() if k != "shot"})
    return found


def _items(side: Side, place: Sequence[str], kind: str) -> dict[str, Written]:
    found: object = side.document
    for step in place:
        found = getattr(found, step, ())
    items = found if isinstance(found, tuple) else ()
    return {str(getattr(item, kind)): _without(normal(item), (kind,)) for item in items}


def _at(side: Side, place: Sequence[str]) -> Written | None:
    found: object = side.document
    for step in place:
        found = getattr(found, step, None)
    return None if found is None else normal(found)


def _without(item: Written, keys: Collection[str]) -> Written:
    return {name: value for name, value in item.items() if name not in keys} if isinstance(item, dict) else item


def _renamed(item: Written, names: Mapping[str, str]) -> Written:
    """Return an item with its anchors and the shots it lies under by the new side's ids."""
    if not isinstance(item, dict):
        return item
    found = dict(item)
    if found.get("at") is not None:
        anchor = Anchor.parse(found["at"])
        if anchor.kind is not AnchorKind.PROGRAMME:
            found["at"] = str(Anchor(kind=anchor.kind, shot=names.get(anchor.shot, anchor.shot), offset=anchor.offset))
    under = found.get("under")
    if isinstance(under, list):
        found["under"] = [names.get(str(name), str(name)) for name in under]
    return found
