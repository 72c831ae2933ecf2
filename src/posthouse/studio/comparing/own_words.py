"""A cut file in the words of the production it is compared with: what it says as the production's export does.

Problem: an export puts the cut under a dissolve 12 frames earlier. The file comes back with one shot trimmed.
Approach: shots and seams of the file that are those of the echo (``echo.py``) become the production's own; a shot that
was changed gets the change on top of the production's own shot; a seam that says otherwise is taken as the file has it.
Trap: a cut moves with the transition over it, so that where a seam is the production's own, so are the edges beside it.
"""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from posthouse.editorial.matching import Role, match_uses
from posthouse.studio.comparing.alignment import head_frames, trimmed
from posthouse.studio.comparing.pieces import standing, with_whole_shots
from posthouse.studio.comparing.seams import Seam, Seamed
from posthouse.timing import RampMap, SourceMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posthouse.editorial.matching import Use
    from posthouse.studio.comparing.layout import LaidShot, Layout
    from posthouse.timing import Retime

_SAME = frozenset({Role.MAIN, Role.PIECE, Role.REPEAT})
_PLAIN = {(0, 1), (1, 1)}
Edges = tuple[bool, bool]


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """Three cuts of one clock: the production's, what its export says, and a cut file; each with its uses."""

    ours: Layout
    echo: Layout
    new: Layout
    uses: tuple[Sequence[Use], Sequence[Use], Sequence[Use]]

    def layout(self) -> Layout:
        """Return the cut file's layout in the production's own words."""
        left: set[int] = set()
        while True:
            seams = [None if at in left else seam for at, seam in enumerate(self._own_seams)]
            shots, wrong = self._shots(seams)
            found = Seamed(shots=shots, seams=self._seams(seams))
            wrong |= {at for at in found.tight() if seams[at] is not None}
            if not wrong:
                break
            left |= wrong
        events, joins = found.laid()
        return dataclasses.replace(self.new, events=events, joins=joins, over=tuple(map(self._own_over, self.new.over)))

    @functools.cached_property
    def _own(self) -> Seamed:
        return Seamed.of(self.ours)

    @functools.cached_property
    def _whole(self) -> tuple[Seamed, Seamed]:
        """Return the echo and the file, with shots that the format says in pieces as one."""
        both = Seamed.of(self.echo), Seamed.of(self.new)
        return with_whole_shots(*both, self._one_shot, (self._standing, self._echoed))

    def _one_shot(self, first: LaidShot, last: LaidShot) -> LaidShot | None:
        """Return the production's own shot as it lies from one shot of the echo to another."""
        own = self.ours.shots[self._standing[first.id]]
        head, tail = first.start_frame - own.start_frame, last.range.end_frame - own.range.end_frame
        found = trimmed(own, head=head, tail=tail)
        return None if found is None else dataclasses.replace(first, retime=self._still(found).retime)

    @functools.cached_property
    def _standing(self) -> dict[str, str]:
        """Return, by shot of the echo, that of the production which stands there."""
        media = {name: shot.spec.media for name, shot in self.echo.shots.items()}
        return standing(self.uses[0], self.uses[1], media)

    @functools.cached_property
    def _echoed(self) -> dict[str, str]:
        """Return, by shot of the file, that of the echo which it is."""
        echo, new = ([*sorted(uses, key=_order)] for uses in self.uses[1:])
        alike = SequenceMatcher(None, [*map(_shown, echo)], [*map(_shown, new)], autojunk=False)
        found = match_uses(echo, new)
        known = {pair.new.key: pair.old.key for pair in found.of_new.values() if pair.role in _SAME}
        for block in alike.get_matching_blocks():
            known |= {new[block.b + at].key: echo[block.a + at].key for at in range(block.size)}
        return known

    @functools.cached_property
    def _origins(self) -> list[tuple[LaidShot, LaidShot] | None]:
        """Return, by shot of the file, that of the echo it is, and that of the production."""
        echo, new = self._whole
        known = {shot.id: shot for shot in echo.shots}
        names = [self._names(shot) for shot in new.shots]
        return [
            None if name is None or name[0] not in known else (known[name[0]], self.ours.shots[name[1]])
            for name in names
        ]

    def _names(self, shot: LaidShot) -> tuple[str, str] | None:
        said = self._echoed.get(shot.id, "")
        own = self._standing.get(said)
        if own is None or not self.echo.shots[said].lane == self.ours.shots[own].lane == shot.lane:
            return None
        return said, own

    @functools.cached_property
    def _own_seams(self) -> list[Seam | None]:
        """Return, by seam of the file, the production's own where the file says it as the echo does."""
        return [self._own_seam(at) for at in range(len(self._whole[1].seams))]

    def _own_seam(self, at: int) -> Seam | None:
        echo, new = self._whole
        if at == len(new.shots) and self._runs_over(new.seams[at]):
            return Seam()
        places = self._place(at, echo, 0), self._place(at, self._own, 1)
        if places[0] is None or places[1] is None:
            return None
        said, own, now = echo.seams[places[0]], self._own.seams[places[1]], new.seams[at]
        if now.joins != said.joins:
            return self._moved[at][0] if at in self._moved else self._dip(at, now, said, own)
        found = own.longer(now.duration_frames - said.duration_frames)
        return None if found is None else found.written_as(now)

    @functools.cached_property
    def _moved(self) -> dict[int, tuple[Seam, int]]:
        """Return transitions of another length, laid so that the production's cut stays, and how much later that is."""
        found: dict[int, tuple[Seam, int]] = {}
        for at in range(len(self._origins)):
            places = self._place(at, self._whole[0], 0), self._place(at, self._own, 1)
            if places[0] is None or places[1] is None:
                continue
            now = self._whole[1].seams[at]
            both = now, self._whole[0].seams[places[0]], self._own.seams[places[1]]
            move = self._cut_later(at) if now.joins != both[1].joins and _are_alike(*both) else None
            if move is not None:
                seam = now.with_cut_later(move)
                found |= {at: (seam, move)} if seam is not None else {}
        return found

    def _cut_later(self, at: int) -> int | None:
        """Return how much later than in the file the production's cut lies, by the pictures of a shot beside it."""
        after, before = self._origins[at], self._origins[at - 1] if at else None
        shots = self._whole[1].shots
        if after is not None and not self._is_endless(after[1]):
            head = head_frames(after[0], shots[at])
            return None if head is None else after[1].start_frame - after[0].start_frame - head
        if before is None or self._is_endless(before[1]):
            return None if after is None else after[1].start_frame - after[0].start_frame
        head, (said, own) = head_frames(before[0], shots[at - 1]), before
        longer = shots[at - 1].retime.duration_frames - said.retime.duration_frames
        return None if head is None else own.range.end_frame - said.range.end_frame - longer - head

    def _dip(self, at: int, now: Seam, said: Seam, own: Seam) -> Seam | None:
        """Return a dip longer or shorter by as much as what stands for it in a format that has none."""
        origin = self._origins[at] if at < len(self._origins) else None
        both = (now.joins, said.joins, own.joins)
        if origin is None or now.gaps != said.gaps or any(len(each) != 1 for each in both):
            return None
        (_, kind, frames, _), (_, was_kind, was, _), (place, own_kind, whole, _) = (each[0] for each in both)
        if own_kind != "dip" or not kind == was_kind != "dip" or origin[0].start_frame != origin[1].start_frame:
            return None
        length = max(1, whole * frames // was)
        return dataclasses.replace(own, joins=((place, own_kind, length, length // 2),)).written_as(now)

    def _runs_over(self, last: Seam) -> bool:
        """Return whether black at the end is only there for titles and sounds that end after the last picture."""
        return not last.joins and self._own.seams[-1] == Seam() and bool(self._whole[0].seams[-1].gaps)

    def _place(self, at: int, side: Seamed, of: int) -> int | None:
        """Return the seam of the echo (``of`` 0), or of the production (1), that one of the file lies at."""
        before = -1 if at == 0 else self._spot(at - 1, side, of)
        after = len(side.shots) if at == len(self._origins) else self._spot(at, side, of)
        return after if before is not None and after is not None and after == before + 1 else None

    def _spot(self, shot: int, side: Seamed, of: int) -> int | None:
        origin = self._origins[shot]
        return None if origin is None else side.places.get(origin[of].id)

    def _seams(self, seams: Sequence[Seam | None]) -> tuple[Seam, ...]:
        return tuple(own or said for own, said in zip(seams, self._whole[1].seams, strict=True))

    def _shots(self, seams: Sequence[Seam | None]) -> tuple[tuple[LaidShot, ...], set[int]]:
        """Return the shots between seams, and which seams a shot cannot be trimmed for."""
        shots: list[LaidShot] = []
        wrong: set[int] = set()
        for at, shot in enumerate(self._whole[1].shots):
            origin, edges = self._origins[at], (seams[at] is not None, seams[at + 1] is not None)
            found = shot if origin is None else self._on_own(shot, *origin, edges, self._shifts(at, *origin, edges))
            if found is None:
                wrong |= {place for place, is_own in zip((at, at + 1), edges, strict=True) if is_own}
            shots.append(found or shot)
        return tuple(shots), wrong

    def _shifts(self, at: int, said: LaidShot, own: LaidShot, edges: Edges) -> tuple[int, int]:
        """Return how much later a shot of the file begins and ends than it does with the production's own seams."""
        head, tail = said.start_frame - own.start_frame, said.range.end_frame - own.range.end_frame
        moves = [-self._moved[seam][1] if seam in self._moved else None for seam in (at, at + 1)]
        both = (head if moves[0] is None else moves[0], tail if moves[1] is None else moves[1])
        return both[0] if edges[0] else 0, both[1] if edges[1] else 0

    def _on_own(
        self, shot: LaidShot, said: LaidShot, own: LaidShot, edges: Edges, shifts: tuple[int, int]
    ) -> LaidShot | None:
        """Return a shot of the file as the production's own, with what differs from the echo's changed.

        None where it cannot be trimmed so that its edges lie as the production's do.
        """
        off = said.start_frame - own.start_frame, said.range.end_frame - own.range.end_frame
        if shot.retime == said.retime and shifts == off:
            return dataclasses.replace(shot, retime=own.retime)
        frames = shot.retime.duration_frames + shifts[0] - shifts[1]
        for found in self._tries(shot, (said, own), shifts, frames, is_carried=edges[0]):
            if found is not None and found.retime.duration_frames == frames:
                return self._still(found)
        return None

    def _tries(
        self,
        shot: LaidShot,
        origin: tuple[LaidShot, LaidShot],
        shifts: tuple[int, int],
        frames: int,
        *,
        is_carried: bool,
    ) -> Iterator[LaidShot | None]:
        said, own = origin
        now, was, whole = shot.retime, said.retime, own.retime
        if not isinstance(now, RampMap) and not isinstance(was, RampMap) and not isinstance(whole, RampMap):
            off, head = said.start_frame - own.start_frame, head_frames(said, shot)
            is_slid = head_frames(own, said) != off and not self._is_endless(own)
            if now.speed == was.speed and is_slid and head is not None and (is_carried or not head):
                head += off - shifts[0]
                found = trimmed(own, head=head, tail=frames - whole.duration_frames + head)
                yield None if found is None else dataclasses.replace(shot, retime=found.retime)
            if now.speed == was.speed:
                paced = dataclasses.replace(shot, retime=dataclasses.replace(now, speed=whole.speed))
                yield trimmed(paced, head=-shifts[0], tail=-shifts[1])
        elif isinstance(whole, RampMap) and _lasting(now, was.duration_frames) == was:
            yield None if shifts[0] else dataclasses.replace(shot, retime=_lasting(whole, frames))
        yield shot if shifts == (0, 0) else trimmed(shot, head=-shifts[0], tail=-shifts[1])

    def _is_endless(self, own: LaidShot) -> bool:
        return own.spec.media in self.ours.endless

    def _still(self, shot: LaidShot) -> LaidShot:
        """Return a shot of a media that shows one picture for ever, from its start."""
        is_endless = shot.spec.media in self.new.endless or self._is_endless(shot)
        if not is_endless or not isinstance(shot.retime, SourceMap):
            return shot
        return dataclasses.replace(shot, retime=dataclasses.replace(shot.retime, in_frame=0))

    def _own_over(self, shot: LaidShot) -> LaidShot:
        names = self._names(shot)
        if names is None:
            return shot
        said, own = self.echo.shots[names[0]], self.ours.shots[names[1]]
        moved = shot.start_frame + own.start_frame - said.start_frame
        shifts = said.start_frame - own.start_frame, said.range.end_frame - own.range.end_frame
        return dataclasses.replace(self._on_own(shot, said, own, (True, True), shifts) or shot, start_frame=moved)


def _are_alike(now: Seam, said: Seam, own: Seam) -> bool:
    """Return whether seams have one transition of one kind, into the shot after it, and black alike."""
    kinds = {(join[1], join[0] == len(seam.gaps)) for seam in (now, said, own) for join in seam.joins}
    counts = {(len(seam.gaps), len(seam.joins)) for seam in (now, said, own)}
    return len(kinds) == len(counts) == 1 and kinds <= {("dissolve", True), ("wipe", True)} and counts <= _PLAIN


def _order(use: Use) -> tuple[str, int, str]:
    return use.lane, use.record.start_frame, use.key


def _shown(use: Use) -> tuple[object, ...]:
    return use.lane, use.footage, use.start, use.end, use.speed, use.ramp


def _lasting(retime: Retime, frames: int) -> Retime:
    return dataclasses.replace(retime, duration_frames=frames)
