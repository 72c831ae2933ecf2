"""Lines that belong together: an event's rows, each with the comments, speeds and channels said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from posthouse.interchange.edl.lines import Edit, Motion, Note, NoteKind, PlacedMarker, Row, Split, statements_of

if TYPE_CHECKING:
    from posthouse.interchange.edl.lines import Statement

_TRANSITIONS = frozenset({Edit.DISSOLVE, Edit.WIPE, Edit.KEY, Edit.KEY_OUT})


@dataclass(slots=True, kw_only=True)
class Entry:
    """A row and what is said of it."""

    row: Row
    is_source_drop: bool
    comments: list[Note] = field(default_factory=list)
    motion: Motion | None = None
    effect: str = ""
    extra_audio: tuple[int, ...] = ()
    marker: PlacedMarker | None = None

    @property
    def is_transition(self) -> bool:
        """Return whether the row begins with something other than a cut."""
        return self.row.edit in _TRANSITIONS


@dataclass(slots=True, kw_only=True)
class Event:
    """Rows that follow each other under one number."""

    number: str
    entries: list[Entry] = field(default_factory=list)
    split: Split | None = None


@dataclass(slots=True, kw_only=True)
class Listing:
    """A whole list, before its frames are counted."""

    title: str = ""
    is_drop_frame: bool = False
    has_fcm: bool = False
    events: list[Event] = field(default_factory=list)
    head: list[Note] = field(default_factory=list)
    """Comments before the first event."""
    sources: list[Note] = field(default_factory=list)
    """Lines ``>>> SOURCE reel tape umid``."""
    unreadable: list[Note] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        """Return all rows, in order."""
        return [entry for event in self.events for entry in event.entries]


def listing_of(text: str) -> Listing:
    """Return the events of a list's text."""
    gatherer = _Gatherer()
    for statement in statements_of(text):
        gatherer.take(statement)
    for event in gatherer.listing.events:
        _share_comments(event)
    return gatherer.listing


class _Gatherer:
    """Hangs each line on the row it speaks of: the last before it."""

    def __init__(self) -> None:
        self.listing = Listing()
        self._source_drop = False
        self._split: Split | None = None

    def take(self, statement: Statement) -> None:
        match statement:
            case Row():
                self._take_row(statement)
            case Motion():
                self._take_motion(statement)
            case Split():
                self._split = statement
            case PlacedMarker():
                if self.listing.events:
                    self.listing.events[-1].entries[-1].marker = statement
            case Note():
                self._take_note(statement)
            case _:
                assert_never(statement)

    def _take_row(self, row: Row) -> None:
        events = self.listing.events
        if not events or events[-1].number != row.number:
            events.append(Event(number=row.number, split=self._split))
            self._split = None
        events[-1].entries.append(Entry(row=row, is_source_drop=self._source_drop))

    def _take_motion(self, motion: Motion) -> None:
        """Give a speed to the row of its reel and entry; the last of the event where none says so."""
        if not self.listing.events:
            return
        free = [entry for entry in reversed(self.listing.events[-1].entries) if entry.motion is None]
        of_reel = [entry for entry in free if entry.row.reel[:8].upper() == motion.reel[:8].upper()]
        at_entry = [entry for entry in of_reel if entry.row.times[0] == motion.entry]
        if chosen := (at_entry or of_reel or free):
            chosen[0].motion = motion

    def _take_note(self, note: Note) -> None:
        listing, last = self.listing, self.listing.events[-1].entries[-1] if self.listing.events else None
        if note.kind is NoteKind.TITLE:
            listing.title = listing.title or note.text
        elif note.kind is NoteKind.FCM:
            self._take_mode(is_drop="NON" not in note.text and "DROP" in note.text)
        elif note.kind is NoteKind.SOURCE:
            listing.sources.append(note)
        elif note.kind is NoteKind.UNREADABLE:
            listing.unreadable.append(note)
        elif last is None:
            listing.head.append(note)
        elif note.kind is NoteKind.EFFECT:
            last.effect = note.text
        elif note.kind is NoteKind.AUDIO:
            last.extra_audio = tuple(int(channel) for channel in note.text.split() if 0 < int(channel) < 100)
        else:
            last.comments.append(note)

    def _take_mode(self, *, is_drop: bool) -> None:
        """The first mode is the record's; one in mid-list is that of the sources after it."""
        if not self.listing.has_fcm and not self.listing.events:
            self.listing.is_drop_frame = is_drop
        self.listing.has_fcm = True
        self._source_drop = is_drop


def _share_comments(event: Event) -> None:
    """Move what a transition's comments say of the outgoing clip to the row before it."""
    for before, after in zip(event.entries, event.entries[1:], strict=False):
        if not after.is_transition or before.row.channels != after.row.channels:
            continue
        outgoing = [note for note in after.comments if note.text.lstrip("* ").upper().startswith("FROM CLIP NAME")]
        before.comments.extend(outgoing)
        after.comments = [note for note in after.comments if note not in outgoing]
        files = [note for note in after.comments if note.text.lstrip("* ").upper().startswith("SOURCE FILE")]
        if len(files) > 1:
            before.comments.append(files[0])
            after.comments.remove(files[0])
