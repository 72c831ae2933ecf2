"""What a format cannot keep, in a file beside it: the whole document, and how each clip of it read in the format.

Problem: a cut goes out as an EDL, and its grades, cues and titles do not go with it; it comes back, perhaps changed.
Approach: when it is written, the file is read again at once, and each clip's print is kept with the id it has in the
document. When it comes back, clips with the same print are the document's own, with all that hangs on them. Of what is
nested the prints are kept too: a change inside is a change.
Trap: the document's paths are from its own folder; the sidecar says where that lies from the sidecar.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posthouse.errors import MediaError
from posthouse.interchange.formats import format_of
from posthouse.production.written_files import path_from
from posthouse.studio.exchange.fingerprint import Print, print_of, prints_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posthouse.interchange import Reading, Timeline, Writing
    from posthouse.interchange.formats import Format
    from posthouse.timing import Rate

SUFFIX = ".posthouse.json"
_VERSION = 2
_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One clip of the document as it read in the format; ``id`` is the clip's when it went out."""

    id: str
    print: Print


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """A document that went out, and what of it could be seen in the file."""

    format: str
    digest: str
    """Of the file that was written."""
    production: str
    """The production file, from the sidecar's folder."""
    text: str
    seen: tuple[Seen, ...]
    hidden: tuple[str, ...]
    """The ids of clips that went out and could not be seen in the file again."""
    others: tuple[Print, ...] = ()
    """What the reader saw beside them: a second channel, a clip of a title."""
    marker_count: int = 0
    nested: tuple[Print, ...] = ()
    """Of the clips in the timelines that clips show."""
    joins: tuple[str, ...] | None = None
    """The transitions, as they read; None: of a posthouse that did not keep them."""

    def is_as_it_was(self, reading: Reading) -> bool:
        """Return whether the first timeline of a file, with all that is nested in it, reads as what was written did."""
        timeline = reading.timelines[0]
        then = _sorted((*(each.print for each in self.seen), *self.others))
        is_same = then == _sorted(prints_of(timeline)) and len(timeline.markers) == self.marker_count
        is_same = is_same and _sorted(self.nested) == _sorted(_inside(reading))
        return is_same and self.joins in {None, _joins(reading)}

    def spelled(self) -> bytes:
        """Return the sidecar as JSON."""
        facts = {
            "posthouse_sidecar": _VERSION,
            "format": self.format,
            "digest": self.digest,
            "production": self.production,
            "clips": [{"id": each.id, **each.print.facts()} for each in self.seen],
            "hidden": list(self.hidden),
            "others": [each.facts() for each in self.others],
            "markers": self.marker_count,
            "nested": [each.facts() for each in self.nested],
            "joins": list(self.joins or ()),
            "document": self.text,
        }
        return (json.dumps(facts, indent=1, ensure_ascii=False) + "\n").encode()


def sidecar_of(file: Path) -> Path:
    """Return where a file's sidecar lies: cut.edl has cut.edl.posthouse.json."""
    return file.with_name(file.name + SUFFIX)


def digest_of(content: bytes) -> str:
    """Return a digest of a file."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def made_sidecar(
    cut: tuple[Sequence[Timeline], Writing], form: Format, document: tuple[str, Path], folder: Path
) -> Sidecar:
    """Return the sidecar of a cut that is about to be written into a folder; ``document`` is its text and file."""
    (timelines, writing), (text, production) = cut, document
    first = next(iter(writing.files))
    reading = reread_cut(writing, form, timelines[0].rate)
    reread = reading.timelines[0] if reading.timelines else None
    seen, hidden, others = _matched(timelines[0], reread)
    return Sidecar(
        format=form.name,
        digest=digest_of(writing.files[first]),
        production=path_from(folder, production),
        text=text,
        seen=tuple(seen),
        hidden=tuple(hidden),
        others=tuple(others),
        marker_count=0 if reread is None else len(reread.markers),
        nested=tuple(_inside(reading)),
        joins=_joins(reading),
    )


def _sorted(prints: Iterable[Print]) -> list[Print]:
    return sorted(prints, key=repr)


def _inside(reading: Reading) -> list[Print]:
    """Return the prints of what is nested."""
    return [each for timeline in reading.nested for each in prints_of(timeline)]


def _joins(reading: Reading) -> tuple[str, ...]:
    """Return every transition of the first timeline and of what is nested, as a word: ``picture 36-44``."""
    found = (
        f"{track.kind} {each.record.start_frame}-{each.record.end_frame}"
        for timeline in (*reading.timelines[:1], *reading.nested)
        for track in timeline.tracks
        for each in track.transitions
    )
    return tuple(sorted(found))


def reread_cut(writing: Writing, form: Format, rate: Rate) -> Reading:
    """Return a cut as the format's own reader sees what was just written."""
    with tempfile.TemporaryDirectory(prefix="posthouse-out-") as folder:
        for name, content in writing.files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        first = Path(folder, next(iter(writing.files)))
        reader = form.reader if form.can_read else format_of(first).reader
        return reader(first, rate=rate)


def _matched(timeline: Timeline, reread: Timeline | None) -> tuple[list[Seen], list[str], list[Print]]:
    """Return the clips that can be seen in the file, by their ids, the ids of those that cannot, and what else is."""
    waiting = [] if reread is None else prints_of(reread)
    seen: list[Seen] = []
    hidden: list[str] = []
    for track in timeline.tracks:
        for clip in track.clips:
            own = print_of(clip, track)
            found = next((each for each in waiting if each.hash == own.hash and each.record == own.record), None)
            found = found or next((e for e in waiting if e.kind == own.kind and e.record == own.record), None)
            if found is None:
                hidden.append(clip.id)
                continue
            waiting.remove(found)
            seen.append(Seen(id=clip.id, print=found))
    return seen, hidden, waiting


def read_sidecar(path: Path) -> Sidecar:
    """Return the sidecar at a path.

    Raises:
        MediaError: it cannot be read, or is none.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise MediaError(f"{path.name} is too large for a sidecar", hint="take it away, or say --no-sidecar")
        facts = json.loads(path.read_text("utf-8"))
        return _sidecar(facts)
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror}", hint="or say --no-sidecar") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MediaError(f"{path.name} is no sidecar of posthouse", hint="take it away, or say --no-sidecar") from error


def _sidecar(facts: dict[str, Any]) -> Sidecar:
    if facts["posthouse_sidecar"] > _VERSION:
        raise MediaError("the sidecar is of a newer posthouse", hint="install a newer posthouse, or say --no-sidecar")
    return Sidecar(
        format=str(facts["format"]),
        digest=str(facts["digest"]),
        production=str(facts["production"]),
        text=str(facts["document"]),
        seen=tuple(Seen(id=str(each["id"]), print=Print.from_facts(each)) for each in facts["clips"]),
        hidden=tuple(str(each) for each in facts["hidden"]),
        others=tuple(Print.from_facts(each) for each in facts["others"]),
        marker_count=int(facts["markers"]),
        nested=tuple(Print.from_facts(each) for each in facts.get("nested", ())),
        joins=tuple(str(each) for each in facts["joins"]) if "joins" in facts else None,
    )
