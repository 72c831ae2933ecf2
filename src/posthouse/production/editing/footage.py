"""Footage that comes in: a range of a media, as a new shot, in place of another, or as a cue or a shot over the cut."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.track_spec import OVER_TRACK
from posthouse.errors import ProductionError
from posthouse.fields import Anchor
from posthouse.production.arrange import Kept, New
from posthouse.production.editing.hooks import anchor_at
from posthouse.production.editing.layers import stack_place
from posthouse.production.editing.piece import Piece, PieceKind
from posthouse.production.editing.timing import run_or_cause, spelled_speed
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.production.arrange import Entry
    from posthouse.production.draft import Draft
    from posthouse.production.editing.run import Run
    from posthouse.production.editing.work import Work
    from posthouse.production.splice import Value
    from posthouse.production.tree import Path, Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """A range of a media, or of an angle of one (``table/close``), as the editor names it.

    ``shot`` is the id it shall have.
    """

    media: str
    start: str | int | None = None
    end: str | int | None = None
    length: str | int | None = None
    speed: str | None = None
    shot: str = ""

    @property
    def name(self) -> str:
        """Return the name of the media, without its angle."""
        return self.media.partition("/")[0]

    @property
    def angle(self) -> str | None:
        """Return the angle of a multicam media that is named; None: none is."""
        return self.media.partition("/")[2] or None

    def fields(self) -> dict[str, Plain]:
        """Return it as an entry says it."""
        said = {"angle": self.angle, "in": self.start, "out": self.end, "for": self.length, "speed": self.speed}
        return {"from": self.name, **{key: value for key, value in said.items() if value is not None}}


def run_of_footage(work: Work, fields: dict[str, Plain]) -> Run:
    """Return what an entry plays.

    Raises:
        ProductionError: there is no such media, or it has no such range.
    """
    angle = fields.get("angle")
    source = work.bench.source(f"{fields['from']}/{angle}" if angle else str(fields["from"]))
    run, cause, hint = run_or_cause(fields, source, work.bench.rate)
    if run is None:
        raise ProductionError(f"{fields['from']}: {cause}", hint=hint)
    return run


def shot_of(work: Work, footage: Footage) -> Piece:
    """Return footage as a new shot with an id of its own.

    Raises:
        ProductionError: the id is taken, or the media has no such range.
    """
    if footage.shot and work.free_id(footage.shot) != footage.shot:
        raise ProductionError(f"the id {footage.shot} is taken", hint=f"as {work.free_id(footage.shot)}")
    name = footage.shot or work.free_id(footage.name)
    work.given.add(name)
    fields: dict[str, Plain] = {"shot": name, **footage.fields()}
    run = run_of_footage(work, fields)
    return Piece(kind=PieceKind.SHOT, value=fields, id=name, run=run, written=run)


def add_over(work: Work, footage: Footage, *, frame: int, frames: int | None) -> None:
    """Lay footage over the cut, silent, for so many frames; None: as long as it says.

    It covers the cut and what its own track shows there; what lies on higher tracks goes on lying over it.
    """
    piece = shot_of(work, footage)
    length = piece.frames if frames is None else frames
    fields: dict[str, Value] = {"shot": piece.id, "from": footage.name}
    fields |= {"angle": footage.angle} if footage.angle is not None else {}
    fields |= {"in": footage.start} if footage.start is not None else {}
    fields |= {"speed": footage.speed} if footage.speed is not None else {}
    if footage.start is None and footage.end is not None:
        fields |= {"out": footage.end}
    fields |= {"for": f"{length}f", "at": anchor_text(work, frame)}
    if not work.fits(replace(piece, run=piece.playing.trimmed(tail=length - piece.frames))):
        raise ProductionError(f"{footage.media} does not last {length} frames from there")
    place = _place_in_stack(work, FrameRange.lasting(frame, length))
    work.further.append(lambda draft: add_entry(draft, ("over",), fields, at=place))
    work.said.append(f"{piece.id} lies over the cut for {length} frames; the sound below is heard on")
    if not _fills_the_frame(work, piece):
        work.notes.append(f"{piece.id} does not fill the frame, the cut shows beside it: say fit: fill at it")


def _fills_the_frame(work: Work, piece: Piece) -> bool:
    """Return whether a media has the shape of the frame, to a pixel; one that is not there is taken to have it."""
    if work.bench.is_guess(piece.media) or piece.media in work.bench.document.sequences:
        return True
    width, height, aspect = work.bench.source(piece.clock).raster.upright()
    across, down = work.bench.document.format.size
    shape = width * aspect / height
    return abs(shape * down - across) < 1 or abs(across / shape - down) < 1


def _place_in_stack(work: Work, span: FrameRange) -> int:
    """Return where a new shot over the cut comes in the list, and note what it meets there."""
    tracks = {item.id: item.track or OVER_TRACK for item in work.bench.document.over}
    layers = () if work.bench.sequence else work.bench.cut.layers  # what lies over a sequence is not of its frames
    shown = {layer.shot.ids[0] for layer in layers if layer.shot.range.overlaps(span)}
    met = {at: name for at, name in enumerate(tracks) if name in shown}
    own = [at for at, name in met.items() if tracks[name] == OVER_TRACK]
    place = own[-1] + 1 if own else min(met, default=stack_place(list(tracks.values()), OVER_TRACK))
    for at, name in met.items():
        work.notes.append(f"{name}, on {tracks[name]}, lies {'under' if at < place else 'over'} it there")
    return place


def add_cue(work: Work, footage: Footage, *, frame: int, frames: int | None, track: str = "") -> None:
    """Let the sound of footage be heard from a programme frame on, for so many frames; None: as long as it says."""
    if footage.speed is not None:
        raise ProductionError("a cue has no speed", hint="leave --speed out")
    if footage.angle is not None:
        raise ProductionError("a cue has no angle", hint=f"play the media of {footage.media} itself")
    name = footage.shot or work.free_id(footage.media)
    fields: dict[str, Value] = {"cue": name, "at": anchor_text(work, frame), "play": footage.media}
    fields |= {"in": footage.start} if footage.start is not None else {}
    if frames is None and footage.end is not None:
        frames = shot_of(work, footage).frames
    length = footage.length if frames is None else f"{frames}f"
    fields |= {"for": length} if length is not None else {}
    fields |= {"track": track} if track else {}
    work.further.append(lambda draft: add_entry(draft, ("sound", "cues"), fields))
    work.said.append(f"the sound of {footage.media} is the cue {name}")


def anchor_text(work: Work, frame: int) -> str:
    """Return an anchor at a frame of the list: to the shot there, else to the last one before it.

    Raises:
        ProductionError: the list is a sequence, and nothing says in which use of it.
    """
    if work.is_over:
        return anchor_at(work.bench, frame)
    found = _anchor_in_list(work, frame)
    if not work.bench.sequence:
        return found
    shots = [name for name in work.around if name in work.bench.addresses.lists]
    named = "/".join((*shots, found))
    shot = Anchor.parse(named).shot
    uses = work.bench.cut.named(shot)
    if len(uses) != 1:
        listed = ", ".join(use.shot for use in work.bench.cut.named(Anchor.parse(found).shot))
        cause = f"{work.bench.sequence} is played {len(uses)} times, and what lies beside it lies beside one of them"
        raise ProductionError(cause, hint=f"say at which: {listed}")
    return named


def _anchor_in_list(work: Work, frame: int) -> str:
    start, found = 0, f"{frame}f"
    for piece in work.pieces:
        if piece.is_shot and start <= frame:
            found = piece.id if frame == start else f"{piece.id}+{frame - start}f"
        start += piece.frames
    return found


def add_entry(draft: Draft, path: Path, fields: dict[str, Value], *, at: int | None = None) -> None:
    """Add an entry to a list of the document; None: at its end."""
    old = draft.at(path)
    entries: list[Entry] = [Kept(index=index) for index in range(len(old))] if isinstance(old, list) else []
    entries.insert(len(entries) if at is None else at, New(value=fields))
    draft.arrange(path, entries)


def fitted(work: Work, footage: Footage, frames: int) -> Footage:
    """Return footage at the speed at which its range fills so many frames.

    Raises:
        ProductionError: it names no range, or the speed would be beyond what is possible.
    """
    if footage.length is not None or footage.speed is not None:
        raise ProductionError("to fit is to find the speed", hint="name the range by --in and --out alone")
    covered = run_of_footage(work, footage.fields()).grid_range().duration_frames
    speed = Fraction(covered, frames)
    return replace(footage, end=None, length=f"{frames}f", speed=None if speed == 1 else spelled_speed(speed))
