"""The cut as it stands before an operation: its items in frames, and where places that people name lie in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.editorial import CutResolver, Shot
from posthouse.editorial.spec import GapSpec, ShotSpec
from posthouse.errors import ProductionError
from posthouse.production.editing.facts import resolved, start_of
from posthouse.production.editing.piece import Piece, PieceKind
from posthouse.production.editing.run import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from posthouse.editorial import Gap, Source
    from posthouse.production.draft import Draft
    from posthouse.production.editing.facts import EditFacts
    from posthouse.production.tree import Path, Plain


class Bench:
    """A draft's cut, resolved as far as its media are known."""

    def __init__(self, draft: Draft, facts: EditFacts) -> None:
        self.draft, self.facts = draft, facts
        self.draft_value = draft.value
        self.production = draft.checked()
        self.document = self.production.document
        self.rate = self.document.format.rate
        self.start = start_of(self.document)
        self.resolved = resolved(self.document, facts)
        self.cut = self.resolved.cut
        layers = {layer.shot.shot: layer.shot for layer in self.cut.layers}
        self.placed: Mapping[str, Shot] = self.resolved.level.by_id | layers
        """The shots of the cut and over it, by id; one that plays a sequence is one shot."""
        self.pieces = self.pieces_of(("cut",), self.document.cut)

    @property
    def named(self) -> dict[str, Shot]:
        """Return the shots by id: of the cut, over it, and inside its sequences, where those are played once."""
        nested = {shot.ids[-1]: shot for shot in self.cut.shots() if len(self.cut.named(shot.ids[-1])) == 1}
        return nested | dict(self.placed)

    @property
    def ids(self) -> set[str]:
        """Return every id that is taken."""
        return set(self.production.ids.values())

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

    def pieces_of(self, path: Path, items: Sequence[object]) -> list[Piece]:
        """Return the items of a list of the document in frames: of the cut, or of a sequence."""
        written = self.draft.at(path)
        assert isinstance(written, list), "a document that was read has what it says"
        own = CutResolver(rate=self.rate, sources=self.resolved.sources, complain=lambda _path, _cause, _hint: None)
        level = self.resolved.level if path == ("cut",) else own.track(items, path)  # type: ignore[arg-type] # items of a cut
        events = iter(level.events)
        return [self._piece(index, item, written[index], events) for index, item in enumerate(items)]

    def _piece(self, index: int, item: object, written: Plain, events: Iterator[Shot | Gap]) -> Piece:
        value = written if isinstance(written, dict) else {}
        if isinstance(item, GapSpec):
            frames = next(events).range.duration_frames
            return Piece(kind=PieceKind.GAP, value=value, index=index, gap_frames=frames, written=frames)
        if not isinstance(item, ShotSpec):
            return Piece(kind=PieceKind.TRANSITION, value=value, index=index)
        if item.omit:
            return Piece(kind=PieceKind.OMITTED, value=value, index=index, id=item.id)
        event = next(events)
        assert isinstance(event, Shot)
        run = Run.of(event.source)
        is_sure = item.shot not in self.cut.unsure and (item.length is not None or not self.is_guess(item.media))
        return Piece(
            kind=PieceKind.SHOT, value=value, index=index, id=item.id, run=run, written=run, is_guess=not is_sure
        )
