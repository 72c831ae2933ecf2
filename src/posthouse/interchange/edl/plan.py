"""A track as the events of a list: where each begins and ends, from what it dissolves, for how long.

Problem: in an EDL a transition begins where its event does; on a timeline it lies over a join.
Example: A to B joined at 100 with a dissolve over [94, 106): B's event begins at 94, six frames earlier in B's source;
A's ends at 94; the line before B's names A and the frame it would show at 94.
Traps: fades go from and to black, which has no clip; an event can be too short for the transitions at both its ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.edl.fades import transitions_of_fades, with_fades
from posthouse.interchange.edl.trims import begun_later, ended_later
from posthouse.interchange.timeline import Clip, MediaKind, MediaRef, SourceSpan, Transition, TransitionKind
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.timeline import Track
    from posthouse.timing import Rate

_BLACK = MediaRef(name="BL", kind=MediaKind.BLACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An event: a clip between where the list begins and ends it, after a transition from ``outgoing`` or a cut."""

    clip: Clip
    lane: str
    transition: Transition | None = None
    outgoing: Clip | None = None
    """None in a transition: from black."""


def planned_events(track: Track, lane: str, rate: Rate, ledger: Ledger) -> list[Planned]:
    """Return the events of a track, in record order; what cannot be said is told to the ledger."""
    clips = with_fades(track, [clip for clip in track.clips if clip.is_enabled and not clip.record.is_empty])
    edges = _Edges(clips=clips, track=track.name, ledger=ledger)
    said = (*_without_dips(track, ledger), *transitions_of_fades(track, clips, ledger))
    for transition in sorted(said, key=lambda each: (each.record.start_frame, each.join)):
        edges.take(transition)
    events: list[Planned] = []
    last: Clip | None = None
    for at, whole in enumerate(clips):
        into, out_of = edges.into.get(at), edges.out_of.get(at)
        clip = _rest_of_black(whole, events) if whole.media.kind is MediaKind.BLACK else whole
        if clip.record.is_empty:
            continue
        event = _event(clip, into, out_of, rate)
        before = last if last and last.record.end_frame == event.record.start_frame else None
        outgoing = None if into is None or into.kind is TransitionKind.FADE_IN else before
        last = event
        if not event.record.is_empty:  # else it is only seen going out
            events.append(Planned(clip=event, lane=lane, transition=_fitting(into, event), outgoing=outgoing))
        if out_of is not None and out_of.kind is TransitionKind.FADE_OUT:
            events.append(_to_black(event, out_of, lane, rate))
    return events


@dataclass(slots=True, kw_only=True)
class _Edges:
    """The transitions at both ends of each clip of a track, by the clip's place on it."""

    clips: list[Clip]
    track: str
    ledger: Ledger
    into: dict[int, Transition] = field(default_factory=dict)
    out_of: dict[int, Transition] = field(default_factory=dict)

    def take(self, transition: Transition) -> None:
        """Hang a transition on the clips at its join, if an EDL can say it."""
        item, kind, start = (
            f"{self.track}/transition at {transition.join}",
            transition.kind,
            transition.record.start_frame,
        )
        into = None if kind is TransitionKind.FADE_OUT else self._place(transition.join, is_start=True)
        out_of = None if kind is TransitionKind.FADE_IN else self._place(transition.join, is_start=False)
        if into is None and out_of is None:
            self.ledger.drop(item, "transition", "there is no clip at its join")
            return
        if not self._has_room(into, out_of, start):
            self.ledger.drop(
                item, "transition", "a clip beside it would have no frame left in an EDL: written as a cut"
            )
            return
        if out_of in self.into and self.into[out_of].record.end_frame > start:
            reason = "it begins before the one ahead of it ends: that one is cut short"
            self.ledger.approximate(item, "transition", reason)
        said = replace(transition, kind=TransitionKind.FADE_OUT) if into is None else transition
        if into is not None:
            self.into[into] = said
        if out_of is not None:
            self.out_of[out_of] = said
        _tell(said, item, self.ledger)

    def _place(self, join: int, *, is_start: bool) -> int | None:
        for at, clip in enumerate(self.clips):
            if (clip.record.start_frame if is_start else clip.record.end_frame) == join:
                return at
        return None

    def _has_room(self, into: int | None, out_of: int | None, start: int) -> bool:
        """Return whether the clip going out keeps a frame before a transition, and the one coming in has one after."""
        if into is not None and self.clips[into].record.end_frame <= start:
            return False
        if out_of is None:
            return True
        begun = self.into.get(out_of)
        return start > begun.record.start_frame if begun else start >= self.clips[out_of].record.start_frame


def _event(clip: Clip, into: Transition | None, out_of: Transition | None, rate: Rate) -> Clip:
    """Return a clip moved to where its event begins and ends."""
    begins = clip.record.start_frame if into is None else into.record.start_frame
    ends = clip.record.end_frame if out_of is None else out_of.record.start_frame
    begun = begun_later(clip, begins - clip.record.start_frame, rate)
    return ended_later(begun, ends - clip.record.end_frame, rate)


def _fitting(transition: Transition | None, event: Clip) -> Transition | None:
    if transition is None:
        return None
    lasting = min(transition.record.duration_frames, event.record.duration_frames)
    return replace(transition, record=FrameRange.lasting(transition.record.start_frame, lasting))


def _to_black(clip: Clip, fade: Transition, lane: str, rate: Rate) -> Planned:
    black = Clip(
        id=f"{clip.id}-out",
        name="BL",
        record=fade.record,
        source=SourceSpan(rate=rate, start=Fraction(0), duration=Fraction(fade.record.duration_frames)),
        media=_BLACK,
    )
    return Planned(clip=black, lane=lane, transition=fade, outgoing=clip)


def _rest_of_black(clip: Clip, events: list[Planned]) -> Clip:
    """Give black that follows a fade to the fade's event; return what is left to say of it: nothing."""
    last = events[-1] if events else None
    is_after_fade = last is not None and last.transition and last.transition.kind is TransitionKind.FADE_OUT
    if last is None or not is_after_fade or last.clip.record.end_frame < clip.record.start_frame:
        return clip
    end = max(clip.record.end_frame, last.clip.record.end_frame)
    events[-1] = replace(last, clip=replace(last.clip, record=FrameRange(last.clip.record.start_frame, end)))
    return replace(clip, record=FrameRange(end, end))


def _tell(transition: Transition, item: str, ledger: Ledger) -> None:
    is_at_edge = transition.join == (
        transition.record.end_frame if transition.kind is TransitionKind.FADE_OUT else transition.record.start_frame
    )
    if transition.kind is TransitionKind.OTHER:
        ledger.approximate(item, "transition", f"{transition.name or 'it'} is written as a dissolve")
    elif transition.kind is TransitionKind.WIPE and transition.wipe is None:
        ledger.approximate(item, "transition", f"{transition.name or 'its wipe'} has no SMPTE code: written as W001")
    elif not is_at_edge:
        reason = "every frame shows what it did, but an EDL says only where it begins, not where the cut would be"
        ledger.approximate(item, "transition", reason)
    else:
        ledger.keep(item, "transition")


def _without_dips(track: Track, ledger: Ledger) -> list[Transition]:
    """Return a track's transitions, each dip as a fade out and a fade in."""
    found: list[Transition] = []
    for transition in sorted(track.transitions, key=lambda each: each.record):
        if transition.kind is not TransitionKind.DIP:
            found.append(transition)
            continue
        reason = "a dip is written as a fade to black and one from it"
        ledger.approximate(f"{track.name}/transition at {transition.join}", "transition", reason)
        out, into = TransitionKind.FADE_OUT, TransitionKind.FADE_IN
        record, join = transition.record, transition.join
        found.append(replace(transition, kind=out, record=FrameRange(record.start_frame, join)))
        found.append(replace(transition, kind=into, record=FrameRange(join, record.end_frame)))
    return [transition for transition in found if not transition.record.is_empty]
