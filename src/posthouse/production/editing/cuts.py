"""Split and join: one shot cut in two that go on doing what it did, and two such halves made one again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from posthouse.errors import ProductionError
from posthouse.fields import Anchor
from posthouse.production import raw
from posthouse.production.arrange import REMOVED
from posthouse.production.editing import layers
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.hooks import place_over
from posthouse.production.editing.motion import MOTIONS, keys_of, motions, part_changes, spelled_keys
from posthouse.production.editing.part import Part

if TYPE_CHECKING:
    from posthouse.production.arrange import Change
    from posthouse.production.editing.piece import Piece
    from posthouse.production.editing.work import Work
    from posthouse.production.tree import Plain

_OF_THE_HEAD: Final = ("lead", "fade_in")
_OF_THE_TAIL: Final = ("trail", "fade_out")
_OWN: Final = frozenset({"shot", "in", "out", "for", "speed", "sound", "at", "fade_in", "fade_out", *MOTIONS})
"""What two halves of a shot may say differently."""


def split(work: Work, place: str) -> None:
    """Cut a shot in two at a place."""
    if work.is_over:
        _split_over(work, place)
        return
    frame = work.frame(place)
    position, at = work.at_frame(frame)
    piece = work.pieces[position] if position < len(work.pieces) else None
    if piece is None or not piece.is_shot or at == 0:
        found = "the end" if piece is None else f"a join before {piece.name}" if at == 0 else "a gap"
        raise ProductionError(f"there is nothing to split at {place}: it is {found}", hint="name a place in a shot")
    new = halve(work, position, at)
    work.said.append(f"{piece.id} is split after {frames_said(at)}; its second half is {new}")


def _split_over(work: Work, place: str) -> None:
    position = work.position(Anchor.parse(place).shot) if "/" not in place else -1
    piece = work.pieces[position]
    at = place_over(work, place)[0] - piece.record
    if position < 0 or not 0 < at < piece.frames:
        cause = f"there is nothing to split at {place}: it is not inside a shot over the cut"
        raise ProductionError(cause, hint="name a place in it, as glow+12f")
    layers.refuse_a_cut_fade(work, piece, at)
    new = halve(work, position, at)
    work.said.append(f"{piece.id} is split after {frames_said(at)}; its second half is {new}")


def halve(work: Work, position: int, at: int) -> str:
    """Cut the shot at a position in two before its frame ``at``; return the id of the second half."""
    piece = work.pieces[position]
    new = work.free_id(_stem(work, piece))
    length = piece.frames
    first = _half(work, piece, 0, at).changed(_without_sound(piece, _OF_THE_TAIL))
    second = _half(work, piece, at, length)
    second = replace(second.changed(_without_sound(piece, _OF_THE_HEAD)), index=None, id=new, entry=None, instead=None)
    second = replace(second, value={"shot": new, **{k: v for k, v in second.fields.items() if k != "shot"}}, changes={})
    if work.is_over:
        first = layers.without_fade(first, "fade_out")
        second = replace(second, record=piece.record + at, written_record=None)
        second = replace(second, value={key: value for key, value in second.value.items() if key != "fade_in"})
    work.pieces[position : position + 1] = [first, second]
    work.copies.append((piece.id, new))
    _part(work, piece.id, new, at)
    return new


def _stem(work: Work, piece: Piece) -> str:
    """Return what a half of a shot is named after: ``opening`` for ``opening-2`` too, where that is a half of it."""
    stem, _, count = piece.id.rpartition("-")
    is_half = count.isdigit() and any(each.id == stem and each.media == piece.media for each in work.pieces)
    return stem if is_half else piece.id


def _half(work: Work, piece: Piece, start: int, end: int) -> Piece:
    source = work.bench.source(piece.clock)
    changes = part_changes(piece.fields, piece.playing, source, work.bench.rate, start=start, end=end)
    return replace(piece, run=piece.playing.trimmed(head=-start, tail=end - piece.frames)).changed(changes)


def _without_sound(piece: Piece, keys: tuple[str, ...]) -> dict[str, Change]:
    sound = piece.fields.get("sound")
    return {f"sound.{key}": REMOVED for key in keys if isinstance(sound, dict) and key in sound}


def _part(work: Work, shot: str, new: str, at: int) -> None:
    """Note that a shot's frames from one on are another's, also where it is a half itself."""
    owner, old = shot, work.parts.get(shot, (Part(shot=shot),))
    for name, parts in work.parts.items():
        if any(part.shot == shot for part in parts):
            owner, old = name, parts
    found: list[Part] = []
    for part in old:
        if part.shot != shot:
            found.append(part)
            continue
        edge = at + part.shift
        found += [replace(part, end=edge), replace(part, shot=new, start=edge, shift=edge)]
    work.parts[owner] = tuple(found)


def join_shots(work: Work, join: str) -> None:
    """Make two halves one shot: the second goes on where the first ends."""
    left, right = _neighbors_over(work, join) if work.is_over else work.join(join)
    first, second = work.pieces[left], work.pieces[right]
    _refuse_strangers(work, left, right)
    length = first.frames
    run = first.playing.trimmed(tail=second.frames)
    changes = _joined_motion(work, first, second) | _joined_sound(first, second) | _joined_fade(second)
    work.pieces[left] = replace(first, run=run).changed(changes)
    del work.pieces[right]
    work.parts[second.id] = (Part(shot=first.id, shift=-length),)
    work.merged.append((second.id, first.id))
    work.said.append(f"{first.id} and {second.id} are one: {first.id}")


def _neighbors_over(work: Work, join: str) -> tuple[int, int]:
    left, right = layers.edges(work, join)
    if left is None or right is None:
        raise ProductionError(f"nothing touches the shot at {join}", hint="join two that touch, as glow/glow-2")
    first, last = sorted((left, right))
    between = [piece.id for piece in work.pieces[first + 1 : last] if piece.is_shot]
    if between:
        raise ProductionError(f"{', '.join(between)} lies between them in the stack", hint="move one of them first")
    return left, right


def _joined_fade(second: Piece) -> dict[str, Change]:
    return {key: second.fields[key] for key in ("fade_out",) if key in second.fields}


def _refuse_strangers(work: Work, left: int, right: int) -> None:
    first, second = work.pieces[left], work.pieces[right]
    why = ""
    if not (first.is_shot and second.is_shot) or first.media != second.media:
        why = "they are not of the same media"
    elif not first.playing.goes_on_in(second.playing):
        why = "the second does not go on where the first ends"
    elif not work.is_over and work.transition_at(left, right) is not None:
        why = "there is a transition between them"
    elif work.is_over and ("fade_out" in first.fields or "fade_in" in second.fields):
        why = "there is a fade between them"
    else:
        one, other = ({k: v for k, v in piece.fields.items() if k not in _OWN} for piece in (first, second))
        differing = sorted(key for key in {*one, *other} if one.get(key) != other.get(key))
        grades = [_grade(work, piece.id) for piece in (first, second)]
        effects = [_effects(work, piece.id) for piece in (first, second)]
        differing += ["their grades"] * (grades[0] != grades[1]) + ["their effects"] * (effects[0] != effects[1])
        why = f"they differ in {', '.join(differing)}" if differing else ""
    if why:
        raise ProductionError(f"{first.name} and {second.name} cannot be joined: {why}")


def _grade(work: Work, shot: str) -> Plain:
    return raw.at(work.bench.draft_value, "color", "grades", shot)


def _effects(work: Work, shot: str) -> list[dict[str, Plain]]:
    uses = (use for _, use in raw.entries(work.bench.draft_value, "effects") if use.get("shot") == shot)
    return [{key: value for key, value in use.items() if key != "shot"} for use in uses]


def _joined_motion(work: Work, first: Piece, second: Piece) -> dict[str, Change]:
    source, rate = work.bench.source(first.clock), work.bench.rate
    one, other = dict(motions(first.fields)), dict(motions(second.fields))
    changes: dict[str, Change] = {}
    for name in {*one, *other}:
        keys = keys_of(one.get(name), first.playing, source, rate)
        later = keys_of(other.get(name), second.playing, source, rate)
        shifted = later and [(frame + first.frames, rest) for frame, rest in later]
        if keys != shifted or (keys is None and one.get(name) != other.get(name)):
            raise ProductionError(f"{first.id} and {second.id} cannot be joined: they differ in {name}")
        if keys is not None:
            changes[name] = spelled_keys(keys, start=0, end=first.frames + second.frames)
    return changes


def _joined_sound(first: Piece, second: Piece) -> dict[str, Change]:
    one, other = (piece.fields.get("sound") for piece in (first, second))
    head = one if isinstance(one, dict) else {}
    tail = other if isinstance(other, dict) else {}
    own = ({k: v for k, v in each.items() if k not in {*_OF_THE_HEAD, *_OF_THE_TAIL}} for each in (head, tail))
    if next(own) != next(own):
        raise ProductionError(f"{first.id} and {second.id} cannot be joined: their sound differs")
    changes: dict[str, Change] = {f"sound.{key}": REMOVED for key in _OF_THE_TAIL if key in head}
    return changes | {f"sound.{key}": tail[key] for key in _OF_THE_TAIL if key in tail}
