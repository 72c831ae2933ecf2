"""What became of the shots inside sequences, and of what hangs on them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.fields import Anchor, AnchorKind
from posthouse.studio.comparing.layout import LaidShot
from posthouse.studio.comparing.side import inside_of
from posthouse.studio.comparing.uses import matched_sides
from posthouse.studio.recut.cast import cast_of
from posthouse.studio.recut.fates import Landing
from posthouse.studio.recut.flat import flat_side
from posthouse.studio.recut.timing_text import spelled_length
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posthouse.studio.comparing.uses import Matched
    from posthouse.studio.recut.cast import Cast
    from posthouse.studio.recut.fates import Fates, Piece
    from posthouse.studio.recut.flat import Whole
    from posthouse.studio.recut.parking import Parked


def casts_of(
    matched: Matched, stored: Sequence[Parked | None], *, follows_cut: bool, keeps_takes: bool
) -> tuple[Cast, list[Cast]]:
    """Return who is who in a new cut, and in each sequence of which it has a new one."""
    parked = [each for each in stored if each is not None]
    main = cast_of(matched, parked, follows_cut=follows_cut, keeps_takes=keeps_takes)
    taken = {*main.ids.values(), *(each.id for each in parked)}
    inner: list[Cast] = []
    for name, side in matched.new.nested.items():
        both = matched_sides(inside_of(matched.old, name), side)
        cast = cast_of(both, [], follows_cut=follows_cut, keeps_takes=keeps_takes, taken=taken)
        taken |= set(cast.ids.values())
        inner.append(cast)
    if not matched.old.document.sequences:
        return main, inner
    _, wholes = flat_side(matched.old)
    changed = {str(cast.matched.old.place[-1]): cast for cast in inner}
    return dataclasses.replace(main, inside=Inside(main=main, wholes=wholes, changed=changed)), inner


@dataclass(frozen=True, kw_only=True)
class Inside:
    """The sequences of an old cut in a new one; ``changed`` are those that have other shots now."""

    main: Cast
    wholes: Mapping[str, Whole]
    changed: Mapping[str, Cast]

    def landing(self, anchor: Anchor, written: str, fates: Fates) -> Landing | None:
        """Return where an anchor on a shot inside a sequence is now; None where it is none, or nobody can tell."""
        if anchor.kind is AnchorKind.PROGRAMME:
            return None
        if anchor.shot in self.wholes:
            return self._on_whole(anchor, self.wholes[anchor.shot], fates)
        owners = self._owners(anchor.shot)
        if len(owners) != 1:
            return None
        whole, shot = owners[0]
        if whole.is_retimed:
            return None
        fate = fates.of.get(whole.shot.id)
        if fate is None or not fate.pieces:
            return Landing(text=None, reason=f"its shot {anchor.shot} is not in the new cut")
        place = self._place(anchor, shot, fates)
        if place is None or not whole.shot.retime.grid_range().contains(place):
            return Landing(text=written)
        cast = self.changed.get(whole.sequence)
        inner = Landing(text=written.replace(anchor.shot, _inner(shot), 1))
        if cast is not None:
            inner = cast.fates.landing(inner.text or "")
            if inner.text is None:
                return inner
            place = cast.matched.new.layout.frame_of(_keyed(Anchor.parse(inner.text), cast))
        return self._seen(anchor, whole, place, fate.pieces, inner)

    def _on_whole(self, anchor: Anchor, whole: Whole, fates: Fates) -> Landing | None:
        """Return where an anchor on a shot is whose sequence changed inside: with the picture it stood on."""
        cast, fate = self.changed.get(whole.sequence), fates.of.get(whole.shot.id)
        if cast is None or whole.is_retimed or fate is None or not fate.pieces:
            return None
        start = whole.shot.retime.grid_range().start_frame
        is_source = anchor.kind is AnchorKind.SOURCE
        offset = anchor.offset.nearest_frames(fates.rate)
        if not is_source and (self.main.follows_cut or not offset):
            return None
        place = self._moved(offset if is_source else start + offset, whole, cast)
        piece = next((piece for piece in fate.pieces if place is not None and _shows(piece, place)), None)
        if place is None or piece is None:
            if is_source:
                return Landing(text=None, reason=f"its frame, {anchor}, is cut away")
            return None if place is None else Landing(text=str(anchor), note=f"the frame under {anchor} is cut away")
        now = place if is_source else place - piece.retime.grid_range().start_frame
        if piece.id == anchor.shot and now == offset:
            return Landing(text=str(anchor))
        return Landing(text=f"{piece.id}{'@' if is_source else '+'}{spelled_length(now, anchor.offset, fates.rate)}")

    def _moved(self, place: int, whole: Whole, cast: Cast) -> int | None:
        """Return where in a changed sequence the picture is that stood at a frame of it."""
        old = next((event for event in whole.strip.events if event.range.contains(place)), None)
        if not isinstance(old, LaidShot):
            return None
        found = cast.fates.landing(f"{_inner(old)}+{place - old.start_frame}f")
        if found.text is None or found.note:
            return None
        return cast.matched.new.layout.frame_of(_keyed(Anchor.parse(found.text), cast))

    def _owners(self, name: str) -> list[tuple[Whole, LaidShot]]:
        return [
            (whole, event)
            for whole in self.wholes.values()
            for event in whole.strip.events
            if isinstance(event, LaidShot) and (event.id == name or event.id.endswith(f"/{name}"))
        ]

    def _place(self, anchor: Anchor, shot: LaidShot, fates: Fates) -> int | None:
        """Return the frame of the sequence an anchor stands at."""
        if anchor.kind is AnchorKind.SHOT:
            return shot.start_frame + anchor.offset.nearest_frames(fates.rate)
        wanted = fates.layout.source_frame(shot, anchor.offset)
        frame = None if wanted is None else shot.retime.frame_reaching(wanted)
        return None if frame is None else shot.start_frame + frame

    def _seen(
        self, anchor: Anchor, whole: Whole, place: int | None, pieces: Sequence[Piece], inner: Landing
    ) -> Landing:
        """Return an anchor on a shot inside as it is said by way of the shot that shows it now."""
        piece = next((piece for piece in pieces if place is not None and _shows(piece, place)), None)
        if piece is None:
            return Landing(text=None, reason=f"its frame, {anchor}, is cut away")
        text = inner.text or ""
        is_by_way = anchor.shot.startswith(f"{whole.shot.id}/")
        if is_by_way or len(self._players(whole)) > 1:
            return dataclasses.replace(inner, text=f"{piece.id}/{text}")
        return inner

    def _players(self, whole: Whole) -> list[str]:
        """Return the shots of the new cut that play a sequence."""
        new, links = self.main.matched.new, self.main.matched.links
        known = {name for name, link in links.items() if link.old == whole.sequence} | {whole.sequence}
        return [name for name, shot in new.layout.shots.items() if shot.spec.media in known]


def _inner(shot: LaidShot) -> str:
    """Return the path of a shot inside, from its sequence on."""
    return shot.id.partition("/")[2]


def _keyed(anchor: Anchor, cast: Cast) -> Anchor:
    return dataclasses.replace(anchor, shot=cast.keys.get(anchor.shot, anchor.shot))


def _shows(piece: Piece, place: int) -> bool:
    shown = piece.retime.grid_range()
    return FrameRange(shown.start_frame, shown.end_frame).contains(place)
