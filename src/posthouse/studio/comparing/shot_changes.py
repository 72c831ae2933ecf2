"""What became of each shot: trimmed, slipped, moved, retimed, split, merged, new, gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.editorial.matching import Pair, Role
from posthouse.studio.comparing.changes import Change, Craft, Kind
from posthouse.studio.comparing.words import frames, listed, percent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from posthouse.editorial.matching import Use
    from posthouse.studio.comparing.uses import Matched


_ALONE = ("", "")


def shot_changes(matched: Matched) -> list[Change]:
    """Return the changes of the shots themselves, both of the cut and over it."""
    return list(_Shots(matched).changes())


@dataclass(slots=True)
class _Shots:
    matched: Matched
    _told: set[str] = field(default_factory=set)

    def changes(self) -> Iterator[Change]:
        matching = self.matched.matching
        for pair in matching.pairs:
            yield from self._of_pair(pair)
        yield from (self._new(use) for use in matching.new)
        yield from (self._gone(use) for use in matching.gone)

    def _of_pair(self, pair: Pair) -> Iterator[Change]:
        match pair.role:
            case Role.MAIN:
                yield from self._of_main(pair)
            case Role.REPLACED:
                is_same = pair.old.footage == pair.new.footage
                other = "another part of the same footage" if is_same else "other footage"
                words = f"{other} in its place: {self._media(pair.new)}, was {pair.old.footage}"
                yield self._change(pair, Kind.REPLACED, words)
                yield from self._place(pair)
            case Role.PIECE:
                yield self._split(pair)
            case Role.PART:
                words = f"is a part of {pair.new.key} now"
                yield self._change(pair, Kind.MERGED, words, subject=pair.old.key)
            case Role.REPEAT:
                yield self._change(pair, Kind.REPEATED, f"is new, of footage that {pair.old.key} shows")

    def _of_main(self, pair: Pair) -> Iterator[Change]:
        if pair.old.key != pair.new.key and pair.old.key in self.matched.old.written_ids and not self._is_unnamed:
            yield self._change(pair, Kind.RENAMED, f"was {pair.old.key}")
        yield from self._place(pair)
        switch = self.matched.switch(pair)
        if switch is not None:
            was, now = switch
            yield self._change(pair, Kind.REPLACED, f"switched from {was.name} to {now.name}")
        is_retimed = pair.old.speed != pair.new.speed or pair.old.ramp != pair.new.ramp
        if is_retimed:
            yield self._retimed(pair)
        yield from self._trims(pair, is_retimed=is_retimed)

    @property
    def _is_unnamed(self) -> bool:
        return self.matched.new.is_cut_only

    def _place(self, pair: Pair) -> Iterator[Change]:
        old, new = self.matched.old.layout, self.matched.new.layout
        if pair.old.lane != pair.new.lane:
            words = "moved from the cut to a track over it" if pair.new.lane else "moved into the cut, from over it"
            yield self._change(pair, Kind.MOVED, words)
        elif pair.new.key in self.matched.matching.moved:
            before, _ = old.beside.get(pair.old.key, _ALONE)
            _, after = new.beside.get(pair.new.key, _ALONE)
            words = f"moved from {f'after {before}' if before else 'the start'}"
            words += f" to {f'before {after}' if after else 'the end'}"
            yield self._change(pair, Kind.MOVED, words)

    def _retimed(self, pair: Pair) -> Change:
        lasts, lasted = pair.new.record.duration_frames, pair.old.record.duration_frames
        length = f", lasts {frames(lasts)}, lasted {lasted}" if lasts != lasted else ""
        now = f"a ramp about {percent(pair.new.speed)}" if pair.new.ramp else percent(pair.new.speed)
        was = f"a ramp about {percent(pair.old.speed)}" if pair.old.ramp else percent(pair.old.speed)
        words = f"now {now}, was {was}{length}" if now != was else f"its ramp changed{length}"
        return self._change(pair, Kind.RETIMED, words)

    def _trims(self, pair: Pair, *, is_retimed: bool) -> Iterator[Change]:
        head, tail = self._trim_frames(pair)
        if not head and not tail:
            if not is_retimed and pair.old.record.duration_frames != pair.new.record.duration_frames:
                lasts, lasted = pair.new.record.duration_frames, pair.old.record.duration_frames
                words = f"lasts {frames(lasts)}, lasted {lasted}"
                yield self._change(pair, Kind.TRIMMED, words, trims=(0, lasts - lasted))
        elif head == tail and not is_retimed:
            way = "later" if head > 0 else "earlier"
            yield self._change(pair, Kind.SLIPPED, f"slipped, shows its source {frames(abs(head))} {way}")
        else:
            said = []
            if head:
                said.append(f"{frames(abs(head))} {'shorter' if head > 0 else 'longer'} at the head")
            if tail:
                said.append(f"{frames(abs(tail))} {'longer' if tail > 0 else 'shorter'} at the tail")
            source = " of its source" if is_retimed else ""
            yield self._change(pair, Kind.TRIMMED, ", ".join(said) + source, trims=(head, tail))

    def _trim_frames(self, pair: Pair) -> tuple[int, int]:
        """Return the programme frames off the head, and on at the tail, that the shot's source changed by."""
        rate = self.matched.new.layout.rate
        speed = abs(pair.new.speed) if pair.new.speed == pair.old.speed and pair.new.speed else None
        starts, ends = pair.new.start - pair.old.start, pair.new.end - pair.old.end
        if pair.new.speed < 0:
            starts, ends = -ends, -starts

        def counted(seconds: Fraction) -> int:
            return rate.nearest_frames(seconds / speed) if speed else rate.nearest_frames(seconds)

        return counted(starts), counted(ends)

    def _split(self, pair: Pair) -> Change:
        pieces = [each.new.key for each in self.matched.matching.of_old[pair.old.key] if each.role is not Role.PART]
        words = f"is a piece of {pair.old.key}, which was split into {listed(sorted(pieces, key=self._start))}"
        return self._change(pair, Kind.SPLIT, words)

    def _start(self, key: str) -> int:
        return self.matched.new.layout.shots[key].start_frame

    def _new(self, use: Use) -> Change:
        before, _ = self.matched.new.layout.beside.get(use.key, _ALONE)
        where = ("over the cut" if use.lane else f"after {before}") if before or use.lane else "at the start"
        words = f"new, {where}: {frames(use.record.duration_frames)} of {self._media(use)}"
        return Change(kind=Kind.NEW, craft=Craft.PICTURE, subject=use.key, words=words, after=use.record)

    def _gone(self, use: Use) -> Change:
        before, _ = self.matched.old.layout.beside.get(use.key, _ALONE)
        where = ("over the cut" if use.lane else f"after {before}") if before or use.lane else "at the start"
        words = f"gone; it was {where}, {frames(use.record.duration_frames)}"
        return Change(kind=Kind.GONE, craft=Craft.PICTURE, subject=use.key, words=words, before=use.record)

    def _change(
        self, pair: Pair, kind: Kind, words: str, *, subject: str = "", trims: tuple[int, int] = (0, 0)
    ) -> Change:
        first = pair.new.key not in self._told
        self._told.add(pair.new.key)
        return Change(
            kind=kind,
            craft=Craft.PICTURE,
            subject=subject or self._called(pair),
            words=words,
            before=pair.old.record,
            after=pair.new.record,
            head_frames=trims[0],
            tail_frames=trims[1],
            score=pair.score,
            reason=pair.reason if first else "",
            is_sure=pair.is_sure,
            facts={"old": pair.old.key, "new": pair.new.key, "rivals": list(pair.rivals)},
        )

    def _called(self, pair: Pair) -> str:
        """Return what a person calls the shot: its old id where the new side has none of its own."""
        return pair.old.key if self._is_unnamed and pair.role is Role.MAIN else pair.new.key

    def _media(self, use: Use) -> str:
        return self.matched.new.layout.shots[use.key].spec.media
