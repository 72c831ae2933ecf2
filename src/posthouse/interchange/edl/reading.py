"""A list to a timeline: each row that can be read goes on its tracks; the ledger names the line of each that cannot."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import TYPE_CHECKING

from posthouse.errors import MediaError, Place
from posthouse.interchange.edl import tellings
from posthouse.interchange.edl.counting import day_frames, rate_of, times_of
from posthouse.interchange.edl.drafts import Context, Draft, clip_of, draft_of
from posthouse.interchange.edl.events import Entry, Event, Listing, listing_of
from posthouse.interchange.edl.joining import joined, keyed
from posthouse.interchange.edl.lines import Edit
from posthouse.interchange.edl.markers import placed_marker, stray_marker, table_markers
from posthouse.interchange.edl.strips import Strips
from posthouse.interchange.ledger import Ledger
from posthouse.interchange.plain_text import text_of
from posthouse.interchange.timeline import Marker, Reading, Timeline, TrackKind

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.edl.counting import Times
    from posthouse.interchange.edl.drafts import Lane
    from posthouse.interchange.timeline import Clip
    from posthouse.timing import Rate

_KEYS = frozenset({Edit.KEY, Edit.KEY_OUT})


def read(path: Path, *, rate: Rate | None = None) -> Reading:
    """Return the cut an edit decision list holds; ``rate`` is what a person says, else it is worked out.

    Raises:
        MediaError: the file is no list, holds no event that can be read, or cannot be of the rate that was said.
    """
    listing = listing_of(text_of(path, title="an EDL"))
    _refuse_what_is_none(listing, path)
    assumed = rate_of(listing, file=path.name, told=rate)
    ledger = Ledger()
    if assumed.reason:
        ledger.approximate("the list", "timecode", assumed.reason)
    for note in listing.unreadable:
        place = Place(file=path.name, line=note.line)
        ledger.drop(f"line {note.line}", "clip", f"not a line of an event: {note.text[:80]!r}", place=place)
    reader = _Reader(listing=listing, rate=assumed.rate, file=path.name, ledger=ledger)
    timeline = reader.timeline(path.stem)
    return Reading(format="edl", timelines=(timeline,), ledger=ledger)


def _refuse_what_is_none(listing: Listing, path: Path) -> None:
    if listing.entries:
        return
    if listing.unreadable:
        first = listing.unreadable[0]
        raise MediaError(
            f"no event can be read; the first is {first.text[:80]!r}",
            hint="an event is a number, a reel, channels, an edit type and four timecodes",
            place=Place(file=path.name, line=first.line),
        )
    raise MediaError(f"{path.name} holds no event, so it is no EDL or an empty one", hint="export it again as CMX3600")


@dataclass(slots=True, kw_only=True)
class _Reader:
    """One list on its way to a timeline."""

    listing: Listing
    rate: Rate
    file: str
    ledger: Ledger
    strips: Strips = field(default_factory=Strips)
    markers: list[Marker] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def timeline(self, name: str) -> Timeline:
        counted = self._counted()
        if not counted:
            raise self._nothing_read()
        context = self._context(counted)
        self.markers.extend(table_markers(self.listing, context))
        for event in self.listing.events:
            drafts = [draft_of(entry, counted[id(entry)], context) for entry in event.entries if id(entry) in counted]
            self._take_event(event, drafts, context)
        tracks = self.strips.tracks()
        if not tracks and not self.markers:
            raise self._nothing_read()
        facts: dict[str, object] = {"title": self.listing.title, "comments": [note.text for note in self.listing.head]}
        return Timeline(
            id="edl",
            name=self.listing.title or name,
            rate=self.rate,
            tracks=tracks,
            start_frame=context.origin,
            is_drop_frame=self.listing.is_drop_frame,
            markers=tuple(sorted(self.markers, key=lambda marker: marker.at)),
            facts=facts,
        )

    def _nothing_read(self) -> MediaError:
        told = "; ".join(f"line {entry.place.line}: {entry.reason}" for entry in self.ledger.losses[:3] if entry.place)
        return MediaError(
            f"no event of {self.file} can be read: {told}", hint="is it the right file, and its rate right?"
        )

    def _counted(self) -> dict[int, Times]:
        """Return the times of each row that can be read, by its identity."""
        counted = {}
        for entry in self.listing.entries:
            try:
                counted[id(entry)] = times_of(entry, self.rate, is_drop_frame=self.listing.is_drop_frame)
            except ValueError as error:
                self._drop(entry, "clip", str(error))
        return self._past_midnight(counted)

    def _past_midnight(self, counted: dict[int, Times]) -> dict[int, Times]:
        """Count on where a list runs past midnight: a record half a day before the first is of the next day."""
        if not counted:
            return counted
        day = day_frames(self.rate, is_drop=self.listing.is_drop_frame)
        first = next(iter(counted.values())).record_in
        return {
            key: times
            if first - times.record_in <= day // 2
            else replace(times, record_in=times.record_in + day, record_out=times.record_out + day)
            for key, times in counted.items()
        }

    def _context(self, counted: dict[int, Times]) -> Context:
        return Context(
            rate=self.rate,
            is_drop_frame=self.listing.is_drop_frame,
            origin=min(times.record_in for times in counted.values()),
            tapes=tellings.tapes_of(self.listing.sources),
        )

    def _take_event(self, event: Event, drafts: list[Draft], context: Context) -> None:
        outgoing: Draft | None = None
        for at, draft in enumerate(drafts):
            following = drafts[at + 1] if at + 1 < len(drafts) else None
            if draft.entry.marker:
                self.markers.append(placed_marker(draft.entry.marker, draft))
                self.ledger.keep(tellings.item(draft), "marker")
            elif draft.record.is_empty:
                is_side = following is not None and following.entry.is_transition
                outgoing = draft if is_side else outgoing
                if not is_side:
                    self._drop(draft.entry, "clip", "it lasts no frame")
            elif not draft.lanes:
                self._drop(draft.entry, "clip", "its channels are NONE: it is recorded nowhere")
            else:
                self._take(draft, outgoing, context)
                outgoing = None
        if event.split and drafts:
            self._tell_split(event, drafts)

    def _take(self, draft: Draft, outgoing: Draft | None, context: Context) -> None:
        tellings.tell_clip(self.ledger, draft, self.file)
        for lane in draft.lanes:
            self._put(draft, outgoing, lane, context)
        self._take_strays(draft, context)

    def _put(self, draft: Draft, outgoing: Draft | None, lane: Lane, context: Context) -> None:
        is_key = draft.entry.row.edit in _KEYS and lane.kind is TrackKind.PICTURE
        clip = clip_of(draft, lane, context)
        if not draft.entry.is_transition and (other := self.strips.saying_the_same(lane, clip, self.rate)):
            tellings.tell_repeat(self.ledger, draft, other, self.file)
            return
        strip, is_extra = self.strips.strip_for(lane, draft.record, is_overlay=is_key)
        if is_key:
            tellings.tell_key(self.ledger, draft, self.file)
            if fade := keyed(draft, clip):
                strip.transitions.append(fade)
        elif is_extra:
            tellings.tell_overlap(self.ledger, draft, lane, self.file)
        clips: tuple[Clip, ...] = (clip,)
        if not is_key and draft.entry.is_transition and draft.entry.row.duration:
            join = joined(strip, (draft, clip), outgoing, lane, context)
            clips = join.clips
            strip.transitions.append(join.transition)
            tellings.tell_join(self.ledger, draft, join, self.file)
        for each in clips:
            strip.add(replace(each, id=self._unlike(each.id, lane)))

    def _unlike(self, number: str, lane: Lane) -> str:
        """Return an id no clip has yet: the event's number, with its track, with a count."""
        named = f"{number}-{lane.name}"
        candidates = chain((number, named), (f"{named}.{at}" for at in count(2)))
        chosen = next(each for each in candidates if each not in self.ids)
        self.ids.add(chosen)
        return chosen

    def _take_strays(self, draft: Draft, context: Context) -> None:
        kept = clip_of(draft, draft.lanes[0], context).markers
        for locator in draft.notes.locators:
            if any(marker.name == locator.words and marker.color == locator.color for marker in kept):
                self.ledger.keep(tellings.item(draft), "marker")
            elif stray := stray_marker(locator, draft, context):
                self.markers.append(stray[0])
                tellings.tell_stray(self.ledger, draft, locator, self.file, is_on_record=stray[1])
            else:
                reason = f"{locator.time} is neither in the record nor an offset into the event"
                self.ledger.drop(tellings.item(draft), "marker", reason, place=Place(file=self.file, line=locator.line))

    def _tell_split(self, event: Event, drafts: list[Draft]) -> None:
        starts = {draft.record.start_frame for draft in drafts}
        if len(starts) > 1:
            self.ledger.keep(f"event {event.number}", "track")
        else:
            what = "picture" if event.split and event.split.delays_picture else "sound"
            reason = f"SPLIT delays its {what}, but its rows begin together: read as they say"
            self.ledger.approximate(f"event {event.number}", "track", reason)

    def _drop(self, entry: Entry, feature: str, reason: str) -> None:
        place = Place(file=self.file, line=entry.row.line)
        self.ledger.drop(f"event {entry.row.number}", feature, reason, place=place)
