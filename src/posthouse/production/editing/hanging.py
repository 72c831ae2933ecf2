"""Work that hangs on shots: what there is, and where it goes when its shot is split, joined or un-nested."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from posthouse.editorial import programme_frame
from posthouse.fields import Anchor, AnchorKind
from posthouse.production import raw
from posthouse.production.editing.spell import spelled_frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.editorial import Cut, Source
    from posthouse.production.editing.part import Part
    from posthouse.production.editing.work import Work
    from posthouse.production.tree import Path, Plain
    from posthouse.timing import Rate

_PLACES: Final = (
    (("over",), "shot", "shot over the cut"),
    (("titles",), "title", "title"),
    (("sound", "cues"), "cue", "cue"),
    (("sound", "music"), "music", "music"),
    (("sound", "ambience"), "ambience", "ambience"),
    (("markers",), "marker", "marker"),
    (("deliver",), "name", "deliverable"),
)
"""Where entries with anchors stand, the key of their name, and what they are called."""
_ANCHOR_KEYS: Final = ("at", "start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """One anchor of one entry."""

    path: Path
    key: str
    label: str
    anchor: Anchor

    def frame(self, cut: Cut, rate: Rate, sources: Mapping[str, Source]) -> int | None:
        """Return the programme frame it stands at; None where it is not in the programme."""
        found = programme_frame(self.anchor, cut, rate, sources, lambda _cause, _hint: None)
        return found if found is not None and 0 <= found < cut.duration_frames else None


def anchored(document: Plain, ids: Mapping[Path, str]) -> Iterator[Hanging]:
    """Yield every anchor of a document."""
    for place, key, kind in _PLACES:
        for path, item in raw.entries(document, *place):
            for field in _ANCHOR_KEYS:
                written = item.get(field)
                anchor = _anchor(written) if isinstance(written, str | int) else None
                if anchor is not None:
                    name = raw.text_at(item, key) or ids.get(path) or str(int(path[-1]) + 1)
                    yield Hanging(path=path, key=field, label=f"{kind} {name}", anchor=anchor)


def _anchor(written: str | int) -> Anchor | None:
    try:
        return Anchor.parse(written)
    except ValueError:
        return None


def repointed(hanging: Hanging, work: Work) -> str | None:
    """Return an anchor's new text; empty: what it stood on was taken out; None: it stays."""
    anchor = hanging.anchor
    if anchor.kind is AnchorKind.PROGRAMME:
        return None
    ids = work.bench.full_name(anchor.shot)
    *written, _ = anchor.shot.split("/")
    around = _around(anchor, ids, work)
    own = _own(anchor, ids[-1], work)
    if around is None or own == "":
        return ""
    if own is None and around == written:
        return None
    return "/".join([*around, own or f"{ids[-1]}{str(anchor)[len(anchor.shot) :]}"])


def _around(anchor: Anchor, ids: tuple[str, ...], work: Work) -> list[str] | None:
    """Return the shots to name before the one an anchor is on; None: the part of them it was in is taken out."""
    *written, _ = anchor.shot.split("/")
    for index, name in enumerate(ids[:-1]):
        if name in work.opened:
            return [each for each in written if each != name]
        if name in work.parts:
            part = _part_around(anchor, ids[: index + 1], work)
            is_alone = {each.shot for each in work.parts[name]} <= {"", name}
            if part is None or (part.shot and is_alone):
                return written
            return [*ids[:index], part.shot, *ids[index + 1 : -1]] if part.shot else None
    for name in ids[:-1] if work.bench.sequence else ():
        if name in written[1:] and name in work.nested:
            written.insert(written.index(name), work.nested[name])
    if written and ids[-1] in work.nested:
        written.append(work.nested[ids[-1]])
    return written


def _part_around(anchor: Anchor, outer: tuple[str, ...], work: Work) -> Part | None:
    """Return the part of a shot that plays a sequence in which an anchor inside lies."""
    bench = work.bench
    shots = bench.cut.named("/".join(outer))
    found = programme_frame(anchor, bench.cut, bench.rate, bench.resolved.sources, lambda _cause, _hint: None)
    if found is None or len(shots) != 1:
        return None
    frame = found - shots[0].start_frame
    return next((part for part in work.parts[outer[-1]] if part.has(frame)), None)


def _own(anchor: Anchor, name: str, work: Work) -> str | None:
    """Return what to write of the shot itself, where it was split, joined, opened or in part taken out."""
    parts = work.parts.get(name)
    frame = None if parts is None else work.bench.frame_in(anchor, name)
    if parts is None or frame is None:
        return None
    part = next((part for part in parts if part.has(frame)), None)
    if part is None or not part.shot:
        return ""
    return _spelled(replace(anchor, shot=name), part, frame, work.bench.rate)


def _spelled(anchor: Anchor, part: Part, frame: int, rate: Rate) -> str | None:
    if part.shot == anchor.shot and (part.shift == 0 or anchor.kind is AnchorKind.SOURCE):
        return None
    if anchor.kind is AnchorKind.SOURCE and part.is_same_source:
        return f"{part.shot}@{anchor.offset}"
    offset = frame - part.shift
    if offset == 0:
        return part.shot
    like = "1f" if anchor.kind is AnchorKind.SOURCE else str(anchor.offset).lstrip("-")
    return f"{part.shot}{'-' if offset < 0 else '+'}{spelled_frames(abs(offset), like, rate)}"


def beds(document: Plain) -> Iterator[tuple[Path, str, list[str]]]:
    """Yield (path, label, shots) of each bed that lies under shots."""
    for kind in ("music", "ambience"):
        for path, item in raw.entries(document, "sound", kind):
            under = item.get("under")
            if isinstance(under, list) and under:
                name = raw.text_at(item, kind) or raw.text_at(item, "from") or str(int(path[-1]) + 1)
                yield path, f"{kind} {name}", [str(shot) for shot in under]


def new_under(under: list[str], work: Work) -> list[str]:
    """Return the shots a bed lies under now, so that it covers what it covered; empty where nothing is left."""
    placed = work.bench.named
    known = [name for name in under if name in placed]
    if not known:
        return under
    first = min(known, key=lambda name: placed[name].start_frame)
    last = max(known, key=lambda name: placed[name].range.end_frame)
    found: list[str] = []
    for name in under:
        found += [shot for shot in _now(name, (first, last), work) if shot not in found]
    return found


def _now(name: str, ends: tuple[str, str], work: Work) -> list[str]:
    parts = [part.shot for part in work.parts.get(name, ()) if part.shot]
    if parts:
        return list(dict.fromkeys([*parts[:1] * (name == ends[0]), *parts[-1:] * (name == ends[1])])) or parts[:1]
    if (
        name in work.nested
        or all(piece.id != name for piece in work.bench.pieces)
        or any(piece.id == name and piece.is_shot for piece in work.pieces)
    ):
        return [name]
    old = [piece.id for piece in work.bench.pieces if piece.is_shot]
    covered = old[old.index(ends[0]) : old.index(ends[1]) + 1] if set(ends) <= set(old) else []
    left = [shot for shot in covered if any(piece.id == shot and piece.is_shot for piece in work.pieces)]
    if not left:
        return []
    return [left[0]] if name == ends[0] else [left[-1]] if name == ends[1] else []
