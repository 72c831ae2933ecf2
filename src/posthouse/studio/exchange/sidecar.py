"""What a format cannot keep, in a file beside it: the whole document, and how each clip of it read in the format.

Problem: a cut goes out as an EDL, and its grades, cues and titles do not go with it; it comes back, perhaps changed.
Approach: when it is written, the file is read again at once, and each clip's print is kept with the id it has in the
document. When it comes back, clips with the same print are the document's own, with all that hangs on them.
Trap: the document's paths are from its own folder; the sidecar says where that lies from the sidecar.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posthouse.errors import MediaError
from posthouse.interchange.formats import format_of
from posthouse.studio.exchange.fingerprint import Print, print_of, prints_of

if TYPE_CHECKING:
    from posthouse.interchange import Timeline, Writing
    from posthouse.interchange.formats import Format
    from posthouse.timing import Rate

SUFFIX = ".posthouse.json"
_VERSION = 1
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

    def is_as_it_was(self, timeline: Timeline) -> bool:
        """Return whether a timeline reads as the one that was written did."""
        then = sorted((*(each.print for each in self.seen), *self.others), key=repr)
        return then == sorted(prints_of(timeline), key=repr) and len(timeline.markers) == self.marker_count

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
            "document": self.text,
        }
        return (json.dumps(facts, indent=1, ensure_ascii=False) + "\n").encode()


def sidecar_of(file: Path) -> Path:
    """Return where a file's sidecar lies: cut.edl has cut.edl.posthouse.json."""
    return file.with_name(file.name + SUFFIX)


def digest_of(content: bytes) -> str:
    """Return a digest of a file."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def made_sidecar(cut: tuple[Timeline, Writing], form: Format, document: tuple[str, Path], folder: Path) -> Sidecar:
    """Return the sidecar of a cut that is about to be written into a folder; ``document`` is its text and file."""
    (timeline, writing), (text, production) = cut, document
    first = next(iter(writing.files))
    reread = _reread(writing, form, timeline.rate)
    seen, hidden, others = _matched(timeline, reread)
    return Sidecar(
        format=form.name,
        digest=digest_of(writing.files[first]),
        production=os.path.relpath(production.resolve(), folder.resolve()).replace(os.sep, "/"),
        text=text,
        seen=tuple(seen),
        hidden=tuple(hidden),
        others=tuple(others),
        marker_count=0 if reread is None else len(reread.markers),
    )


def _reread(writing: Writing, form: Format, rate: Rate) -> Timeline | None:
    """Return a cut as the format's own reader sees what was just written."""
    with tempfile.TemporaryDirectory(prefix="posthouse-out-") as folder:
        for name, content in writing.files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        first = Path(folder, next(iter(writing.files)))
        reader = form.reader if form.can_read else format_of(first).reader
        reading = reader(first, rate=rate)
        return reading.timelines[0] if reading.timelines else None


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
    )
