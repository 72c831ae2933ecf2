"""Work that hangs on shots: what there is, and where it goes when its shot is split, joined or un-nested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from posthouse.editorial import programme_frame
from posthouse.fields import Anchor, AnchorKind
from posthouse.production import raw
from posthouse.production.editing.spell import spelled_frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.editorial import Cut, Source
    from posthouse.production.editing.work import Part, Work
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
    anchor, bench = hanging.anchor, work.bench
    parts = work.parts.get(anchor.shot) if anchor.kind is not AnchorKind.PROGRAMME else None
    shot = bench.placed.get(anchor.shot)
    if parts is None or shot is None:
        return None
    found = programme_frame(anchor, bench.cut, bench.rate, bench.resolved.sources, lambda _cause, _hint: None)
    if found is None:
        return None
    frame = found - shot.start_frame
    part = next((part for part in parts if part.has(frame)), None)
    if part is None or not part.shot:
        return ""
    return _spelled(anchor, part, frame, bench.rate)


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
    placed = work.bench.placed
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
