"""Nest and un-nest: shots that lie together become a sequence of their own, played by one shot; and back.

The engine shows a sequence shot by shot, and names inside it go on being names: grades, effects and cues hang where
they hung. Bodies of entries and the comments behind them move as they are written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from posthouse.errors import ProductionError
from posthouse.production import raw
from posthouse.production.arrange import Kept, ListBlocks, New, Verbatim, comment_lines
from posthouse.production.editing.carve import cleared
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.part import Part
from posthouse.production.editing.piece import Piece, PieceKind
from posthouse.production.editing.run import Run
from posthouse.production.splice import end_of, line_end, plain_value, spelled_value
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posthouse.production.arrange import Entry
    from posthouse.production.draft import Draft
    from posthouse.production.editing.work import Work
    from posthouse.production.tree import Path, Plain

_PLAIN: Final = frozenset({"shot", "from", "in", "out", "for"})
"""What a shot that plays a sequence may say for it to be put back."""


def nest(work: Work, name: str, *, first: str, last: str) -> None:
    """Make the shots from one to another a sequence, played by one shot of its name."""
    if work.is_over:
        cause = f"{first} lies over the cut: shots there hang each on its own anchor, and make no sequence"
        raise ProductionError(cause, hint="make them a sequence in the text, and let one shot over the cut play it")
    start, end = work.position(first), work.position(last)
    if end < start:
        raise ProductionError(f"{last} is not after {first}", hint="name the earlier shot first")
    if work.free_id(name) != name or name in work.bench.document.media or name in work.bench.document.sequences:
        raise ProductionError(f"the name {name} is taken", hint="take another")
    inner = work.pieces[start : end + 1]
    frames = sum(piece.frames for piece in inner)
    own = Elsewhere(work.bench.draft, work.bench.path)
    entries = [_moved(own, piece) for piece in inner]
    value: dict[str, Plain] = {"shot": name, "from": name}
    value |= {"sound": edges} if (edges := _sound_edges(inner)) else {}
    run = Run(duration_frames=frames)
    work.pieces[start : end + 1] = [
        Piece(kind=PieceKind.SHOT, value=value, id=name, run=run, written=run, instead=inner[0].index)
    ]
    work.further.append(lambda draft: draft.arrange(("sequences", name), entries))
    work.nested |= {piece.id: name for piece in inner if piece.id}
    work.said.append(f"{first} to {last} are the sequence {name}, {frames_said(frames)} long")


def _sound_edges(inner: Sequence[Piece]) -> dict[str, Plain]:
    """Return how far the sound of shots reaches beyond them all: inside a sequence it would end with its picture."""
    found = {"lead": raw.at(inner[0].fields, "sound", "lead"), "trail": raw.at(inner[-1].fields, "sound", "trail")}
    return {key: written for key, written in found.items() if written is not None}


def _moved(own: Elsewhere, piece: Piece) -> Entry:
    """Return an entry of the cut for another list; one whose id followed from its place gets it written."""
    if piece.index is None:
        return New(value=piece.fields)
    return own.entry(piece.index, piece.id)


class Elsewhere:
    """The entries of a list as they are written, for another list."""

    def __init__(self, draft: Draft, path: Path) -> None:
        values = draft.at(path)
        self.values = values if isinstance(values, list) else []
        self.spot, _ = draft.tree.nearest_spot(path)
        is_block = self.spot is not None and not self.spot.is_flow and isinstance(self.spot.parts, list)
        self.blocks = ListBlocks(draft.text, self.spot) if is_block and self.spot is not None else None

    def entry(self, index: int, shot: str, *, is_moved: bool = False) -> Entry:
        """Return an entry with its id, where that followed from its place.

        ``is_moved``: its list goes, so the comments above it come along.
        """
        value = self.values[index]
        assert isinstance(value, dict)
        named: dict[str, Plain] = {} if not shot or "shot" in value else {"shot": shot}
        if self.blocks is None or self.spot is None:
            return New(value={**named, **value})
        try:
            lines = self.blocks.lines(index, named)
        except ProductionError:  # shared by a YAML alias: what it says is written out
            return New(value={**named, **value})
        above = self.blocks.above[index] if is_moved else ""
        return Verbatim(lines=above + lines, value={**value, **named}, column=self.spot.start.column)


def unnest(work: Work, shot: str) -> None:
    """Put the shots of a sequence in the place of the one shot that plays it; the sequence goes."""
    position = work.position(shot)
    piece = work.pieces[position]
    name = piece.media
    _refuse_unnest(work, piece)
    inner = _inner(work, name)
    window = FrameRange.lasting(int(piece.playing.start), piece.frames)
    start = work.start_of(position)
    work.parts[shot] = tuple(_parts(inner, window.start_frame))
    work.opened.add(shot)
    inner[0] = replace(inner[0], instead=piece.index)
    work.pieces[position : position + 1] = inner
    total = sum(each.frames for each in inner)
    if window.end_frame < total:
        cleared(work, FrameRange(start + window.end_frame, start + total))
    if window.start_frame:
        cleared(work, FrameRange.lasting(start, window.start_frame))
    work.further.append(lambda draft: draft.remove(("sequences", name)))
    work.said.append(f"{shot} is the shots of {name} again")


def _says_the_edges(work: Work, piece: Piece) -> bool:
    """Return whether all a shot says of sound is what the sequence it plays, whole, says at its edges itself."""
    if piece.media not in work.bench.document.sequences:
        return False
    inner = work.bench.pieces_of(("sequences", piece.media))
    is_whole = piece.playing.start == 0 and piece.frames == sum(each.frames for each in inner)
    return is_whole and piece.fields["sound"] == _sound_edges(inner)


def _refuse_unnest(work: Work, piece: Piece) -> None:
    name, document = piece.media, work.bench.document
    uses = [path for path, shot in raw.cut_shots(work.bench.draft_value) if shot.get("from") == name]
    uses += [path for path, shot in raw.sequence_shots(work.bench.draft_value) if shot.get("from") == name]
    uses += [path for path, shot in raw.entries(work.bench.draft_value, "over") if shot.get("from") == name]
    own = sorted(set(piece.fields) - _PLAIN)
    if "sound" in own and _says_the_edges(work, piece):
        own.remove("sound")
    grades = raw.at(work.bench.draft_value, "color", "grades", piece.id)
    effects = [use for _, use in raw.entries(work.bench.draft_value, "effects") if use.get("shot") == piece.id]
    why = hint = ""
    if work.is_over:
        why = "it lies over the cut, where no list could take its shots"
    elif name not in document.sequences:
        why = f"it plays {name}, which is no sequence"
    elif len(uses) > 1:
        why = f"{name} is played {len(uses)} times, and its shots can have one place only"
        hint = f"copy {name} under another name, its shots with other ids, and let {piece.id} play that"
    elif not piece.playing.is_plain:
        why = "it plays at another speed"
    elif own or grades is not None or effects:
        said = [*own, *(["grade"] if grades is not None else []), *(["effect"] if effects else [])]
        why = f"it says of all of them: {', '.join(said)}"
        hint = "say it of the shots inside, and take it out here"
    if why:
        raise ProductionError(f"{piece.id} cannot be un-nested: {why}", hint=hint)


def _inner(work: Work, name: str) -> list[Piece]:
    draft = work.bench.draft
    path: Path = ("sequences", name)
    pieces = work.bench.pieces_of(path)
    own = Elsewhere(draft, path)
    entries = [own.entry(at, piece.id, is_moved=True) for at, piece in enumerate(pieces)]
    entries[0] = _under(_comments_of(draft, path), entries[0])
    named = [{**piece.value, "shot": piece.id} if piece.id else piece.value for piece in pieces]
    return [
        replace(piece, index=None, entry=entry, value=value)
        for piece, entry, value in zip(pieces, entries, named, strict=True)
    ]


def _comments_of(draft: Draft, path: Path) -> str:
    """Return the comments of a sequence that are of none of its entries: behind its name, and below it."""
    spot, _ = draft.tree.nearest_spot(path)
    if spot is None or spot.key is None:
        return ""
    end = end_of(spot)
    behind = draft.text[end : line_end(draft.text, end)]
    if spot.is_flow or not spot.parts:
        return comment_lines(behind, "")
    name, _, below = draft.text[spot.key.index : ListBlocks(draft.text, spot).start].partition("\n")
    return comment_lines(name.partition(":")[2] + "\n" + below, "")


def _under(comments: str, entry: Entry) -> Entry:
    if not comments or isinstance(entry, Kept):
        return entry
    if isinstance(entry, New):
        return Verbatim(lines=f"{comments}- {spelled_value(entry.value)}", value=plain_value(entry.value), column=0)
    return replace(entry, lines=comment_lines(comments, " " * entry.column) + entry.lines)


def _parts(inner: list[Piece], shift: int) -> Iterator[Part]:
    """Yield which frames of the nest each shot inside shows; a gap goes with the shot before it."""
    at, shots = 0, []
    for piece in inner:
        if piece.is_shot:
            shots.append((piece.id, at - shift))
        at += piece.frames
    for index, (shot, start) in enumerate(shots):
        end = shots[index + 1][1] if index + 1 < len(shots) else None
        yield Part(shot=shot, start=start if index else None, end=end, shift=start, is_same_source=False)
