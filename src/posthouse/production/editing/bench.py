"""A list of the cut as it stands before an operation: its items in frames, and where places people name lie in it."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.editorial import Cut, CutResolver, Shot, programme_frame
from posthouse.editorial.spec import GapSpec, OverSpec, ShotSpec
from posthouse.errors import ProductionError
from posthouse.production import raw
from posthouse.production.editing.addresses import CUT, OVER, Addresses
from posthouse.production.editing.facts import resolved, start_of
from posthouse.production.editing.piece import Piece, PieceKind
from posthouse.production.editing.run import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from posthouse.editorial import Gap, Source
    from posthouse.fields import Anchor
    from posthouse.production.draft import Draft
    from posthouse.production.editing.facts import EditFacts
    from posthouse.production.production import Production
    from posthouse.production.tree import Path, Plain


class Bench:
    """One list of a draft (the cut, a sequence, the shots over the cut), resolved as far as its media are known."""

    def __init__(self, draft: Draft, facts: EditFacts, path: Path = CUT, production: Production | None = None) -> None:
        self.draft, self.facts, self.path = draft, facts, path
        self.draft_value = draft.value
        self.production = production or draft.checked()
        self.document = self.production.document
        self.rate = self.document.format.rate
        self.start = start_of(self.document)
        self.resolved = resolved(self.document, facts)
        self.cut = self.resolved.cut
        layers = {layer.shot.shot: layer.shot for layer in self.cut.layers}
        self.placed: Mapping[str, Shot] = self.resolved.level.by_id | layers
        """The shots of the cut and over it, by id; one that plays a sequence is one shot."""
        self.addresses = Addresses(self.draft_value, self.production.ids)
        self.level = self.level_of(path)
        self.pieces = self.pieces_of(path)

    @property
    def sequence(self) -> str:
        """Return the name of the sequence on the bench; empty for the cut and the shots over it."""
        return str(self.path[1]) if self.path[0] == "sequences" else ""

    @property
    def is_over(self) -> bool:
        """Return whether the shots over the cut are on the bench."""
        return self.path == OVER

    @functools.cached_property
    def named(self) -> dict[str, Shot]:
        """Return the shots by id: of the cut, over it, and inside its sequences, where those are played once."""
        nested = {shot.ids[-1]: shot for shot in self.cut.shots() if len(self.cut.named(shot.ids[-1])) == 1}
        return nested | dict(self.placed)

    @property
    def told(self) -> dict[str, Shot]:
        """Return the shots whose changes are told, by id: of a sequence its own, on its own frames."""
        if self.sequence:
            return dict(self.level.by_id)
        starts = {piece.id: piece.record for piece in self.pieces} if self.is_over else {}
        return self.named | {
            name: replace(shot, start_frame=starts[name]) for name, shot in self.level.by_id.items() if name in starts
        }

    def says_the_same(self, other: Bench) -> bool:
        """Return whether the list is written as it is on another bench of it: an edit was beside it only."""
        one, another = (raw.at(bench.draft_value, *map(str, self.path)) for bench in (self, other))
        return one == another

    @property
    def places(self) -> Cut:
        """Return the cut in which places of this list are looked up: of a sequence its own, from its first frame."""
        return self.level if self.sequence else self.cut

    @property
    def ids(self) -> set[str]:
        """Return every id that is taken."""
        return set(self.production.ids.values())

    def full_name(self, shot: str) -> tuple[str, ...]:
        """Return the ids of a shot that an anchor names, with those of the shots around it, outermost first."""
        found = self.cut.named(shot)
        return found[0].ids if len(found) == 1 else tuple(shot.split("/"))

    def frame_in(self, anchor: Anchor, shot: str) -> int | None:
        """Return how many frames after the first of a shot of this list an anchor on it stands; None: nowhere."""
        level = self.level.by_id.get(shot)
        if level is None:
            return None
        own = replace(anchor, shot=shot)
        lone = Cut(events=(level,))
        found = programme_frame(own, lone, self.rate, self.resolved.sources, lambda _cause, _hint: None)
        return None if found is None else found - level.start_frame

    def source(self, media: str) -> Source:
        """Return what is known of a media, of an angle of one (``table/close``), or of a sequence.

        Raises:
            ProductionError: it has no pictures.
        """
        found = self.resolved.sources.get(media) or self.resolved.sources.get(media.partition("/")[0])
        if media in self.facts.without_pictures:
            raise ProductionError(f"{media} has no pictures", hint="bring its sound in with: --only sound")
        if found is None:
            known = sorted(self.resolved.sources)
            raise ProductionError(f"there is no media {media} with pictures", hint=f"there are {', '.join(known)}")
        return found

    def is_guess(self, media: str) -> bool:
        """Return whether a media is not there, so that its rate and length are not known."""
        return media.partition("/")[0] in self.resolved.guessed

    def items_of(self, path: Path) -> Sequence[object]:
        """Return a list of the document: of the cut, a sequence, or the shots over the cut."""
        if path == OVER:
            return self.document.over
        return self.document.cut if path == CUT else self.document.sequences[str(path[1])]

    def level_of(self, path: Path) -> Cut:
        """Return a list's own items, with sequences as wholes; the shots over the cut one behind the other."""
        if path == CUT:
            return self.resolved.level
        own = CutResolver(rate=self.rate, sources=self.resolved.sources, complain=lambda _path, _cause, _hint: None)
        return own.track(self.items_of(path), path)  # type: ignore[arg-type] # items of a cut

    def pieces_of(self, path: Path) -> list[Piece]:
        """Return the items of a list of the document in frames."""
        written = self.draft.at(path)
        values = written if isinstance(written, list) else []
        level = self.level if path == self.path else self.level_of(path)
        events = iter(level.events)
        return [self._piece(item, values[at], at, events, level) for at, item in enumerate(self.items_of(path))]

    def _piece(self, item: object, written: Plain, index: int, events: Iterator[Shot | Gap], level: Cut) -> Piece:
        value = written if isinstance(written, dict) else {}
        if isinstance(item, GapSpec):
            frames = next(events).range.duration_frames
            return Piece(kind=PieceKind.GAP, value=value, index=index, gap_frames=frames, written=frames)
        if not isinstance(item, ShotSpec | OverSpec):
            return Piece(kind=PieceKind.TRANSITION, value=value, index=index)
        sources, record = self.resolved.sources, 0
        if isinstance(item, OverSpec):
            record = programme_frame(item.at, self.cut, self.rate, sources, lambda _cause, _hint: None) or 0
        if item.omit:
            return Piece(
                kind=PieceKind.OMITTED, value=value, index=index, id=item.id, record=record, written_record=record
            )
        event = next(events)
        assert isinstance(event, Shot)
        run = Run.of(event.source)
        is_sure = item.shot not in level.unsure and (item.length is not None or not self.is_guess(item.media))
        return Piece(
            kind=PieceKind.SHOT,
            value=value,
            index=index,
            id=item.id,
            run=run,
            written=run,
            is_guess=not is_sure,
            record=record,
            written_record=record,
        )
