"""Which shots that play a sequence can go out as nests: those that look and sound the same as a whole."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial.framing import Framing
from posthouse.production.document import Over
from posthouse.production.document import Shot as ShotEntry
from posthouse.sound.spec import ShotSoundSpec
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posthouse.editorial import Cut, Shot
    from posthouse.production.document import Document
    from posthouse.sound.joins import PlacedSound
    from posthouse.sound.placement import SoundFormat

Entries = dict[str, ShotEntry | Over]


def entries_of(document: Document) -> Entries:
    """Return every shot the document writes, by its id."""
    lists = (document.cut, document.over, *document.sequences.values())
    return {item.id: item for items in lists for item in items if isinstance(item, ShotEntry | Over)}


def why_flat(
    outer: Shot, inner: Cut, entries: Mapping[str, ShotEntry | Over], sound: tuple[Sequence[PlacedSound], SoundFormat]
) -> str:
    """Return why a shot that plays a sequence cannot be said as a nest; empty where it can.

    Args:
        outer: the shot, as a whole.
        inner: its sequence, flat.
        entries: the document's shots, by id.
        sound: what is heard of the shot, flat, and the programme's format of sound.
    """
    framing, plain = outer.framing, Framing()
    if (framing.fit, framing.pan) != (plain.fit, plain.pan):
        return f"its {framing.fit} is of the pictures inside"
    said = entries[outer.ids[-1]].sound or ShotSoundSpec()
    if "pan" in said.model_fields_set and any(_has_pan(entries[each.ids[-1]]) for each in inner.shots()):
        return "the pans of shots inside stand against its own"
    head, tail = reach_of(outer, *sound)
    if not head and not tail:
        return ""
    if getattr(outer.source, "speed", 0) != 1:
        return "its sound reaches beyond its picture at another speed"
    shown = outer.source.grid_range()
    heard = FrameRange(shown.start_frame - head, shown.end_frame + tail)
    ends = [each.range for each in inner.events if not each.range.intersection(shown).is_empty]
    is_inside = ends[0].start_frame <= heard.start_frame and heard.end_frame <= ends[-1].end_frame
    return "" if is_inside else "its sound reaches beyond the shots of the sequence that are seen"


def _has_pan(entry: ShotEntry | Over) -> bool:
    return entry.sound is not None and "pan" in entry.sound.model_fields_set


def reach_of(outer: Shot, heard: Sequence[PlacedSound], form: SoundFormat) -> tuple[int, int]:
    """Return how many frames the sound of a nest begins before and ends after its picture."""
    if not heard:
        return 0, 0
    rate, sample_rate = form.rate, form.sample_rate
    start = rate.nearest_frames(Fraction(min(each.start_samples for each in heard), sample_rate))
    end = rate.nearest_frames(Fraction(max(each.end_samples for each in heard), sample_rate))
    return max(0, outer.range.start_frame - start), max(0, end - outer.range.end_frame)
