"""From an .otio file to neutral timelines."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from posthouse.errors import MediaError
from posthouse.interchange.ledger import Ledger
from posthouse.interchange.otio.exact import exact_rate, exact_time
from posthouse.interchange.otio.lanes import Lane, read_lane
from posthouse.interchange.otio.loading import load
from posthouse.interchange.otio.metadata import facts_of, own_words
from posthouse.interchange.otio.notes import markers_of
from posthouse.interchange.timeline import Reading, Timeline, TrackKind
from posthouse.timing import Rate

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Track

_USUAL_RATE = Rate.parse("24")
_DEEPEST_NEST = 30


def read(path: Path, *, rate: Rate | None = None) -> Reading:
    """Return the timelines of an .otio file, and those nested in them.

    Args:
        path: the file.
        rate: the rate of a timeline none of whose clips say one.

    Raises:
        MediaError: it is no OTIO, or holds no timeline.
    """
    root = load(path)
    house = OtioHouse(rate=rate)
    try:
        found = [house.timeline(each, f"timeline-{index + 1}") for index, each in enumerate(_timelines(root))]
    except (ValueError, TypeError, OverflowError) as problem:  # a rate of 0, an infinite time
        raise MediaError(f"{path.name} holds what no cut can: {problem}", hint="write it again") from problem
    if not found:
        raise MediaError(f"{path.name} holds no timeline", hint=f"it holds a {type(root).__name__}")
    return Reading(format="otio", timelines=tuple(found), nested=tuple(house.nested), ledger=house.ledger)


def _timelines(root: Any) -> list[Any]:
    """Return the timelines of a root object; a lone stack, track or clip is one."""
    import opentimelineio as otio  # slow to import: only where a file is read

    if isinstance(root, otio.schema.SerializableCollection):
        return [each for child in root for each in _timelines(child)]
    if isinstance(root, otio.schema.Timeline):
        return [root]
    if isinstance(root, otio.core.Item):
        whole = otio.schema.Timeline(name=root.name)
        is_stack = isinstance(root, otio.schema.Stack)
        if not is_stack:
            whole.tracks.append(root.deepcopy() if isinstance(root, otio.schema.Track) else _track_of(root, otio))
        else:
            whole.tracks = root.deepcopy()
        return [whole]
    return []


def _track_of(item: Any, otio: Any) -> Any:
    track = otio.schema.Track(name=item.name)
    track.append(item.deepcopy())
    return track


@dataclass(slots=True)
class OtioHouse:
    """What is collected while one file is read: the nested timelines and what became of each item."""

    rate: Rate | None = None
    nested: list[Timeline] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    _known: dict[tuple[str, ...], Timeline] = field(default_factory=dict)
    """What is nested, by all that was written of it: OTIO writes a stack again for each clip that shows it."""

    def timeline(self, source: Any, timeline_id: str) -> Timeline:
        """Return a timeline of the file."""
        start = source.global_start_time
        rate = exact_rate(start.rate) if start is not None and start.rate > 1 else _rate_of(source.tracks, self.rate)
        words = own_words(source.metadata)
        start_frame = 0 if start is None else round(exact_time(start).at(rate))
        made = self.stack(source.tracks, str(words.get("id") or timeline_id), rate)
        sound_rate = words.get("sound_rate")
        size = words.get("size")
        return Timeline(
            id=made.id,
            name=source.name or made.name,
            rate=rate,
            tracks=made.tracks,
            start_frame=start_frame,
            is_drop_frame=bool(words.get("is_drop_frame", False)),
            size=(int(size[0]), int(size[1])) if size else None,
            sound_rate=int(sound_rate) if sound_rate else None,
            markers=made.markers,
            facts=facts_of(source.metadata, words),
        )

    def stack(self, stack: Any, timeline_id: str, rate: Rate, depth: int = 0) -> Timeline:
        """Return a stack as a timeline: each of its children is a track."""
        if depth > _DEEPEST_NEST:
            raise MediaError("the OTIO nests its stacks too deep", hint=f"more than {_DEEPEST_NEST} are no cut")
        tracks: list[Track] = []
        for child in stack:
            lane = Lane(house=self, timeline_id=timeline_id, rate=rate, depth=depth, known=tuple(tracks))
            tracks.append(read_lane(child, lane))
        ordered = [each for kind in TrackKind for each in tracks if each.kind is kind]
        return Timeline(
            id=timeline_id, name=stack.name, rate=rate, tracks=tuple(ordered), markers=markers_of(stack, rate)
        )

    def nest(self, item: Any, lane: Lane) -> Timeline:
        """Return a stack or track inside a track as a timeline of its own; one that was read already is that one."""
        import opentimelineio as otio  # slow to import: only where a file is read

        nested_id = f"{lane.timeline_id}/{item.name or 'nested'}-{len(self.nested) + 1}"
        whole = item
        if not isinstance(item, otio.schema.Stack):
            whole = otio.schema.Stack(name=item.name, children=[_unranged(item)])
        name, said = _said_of(item)
        rate = said or _rate_of(item, lane.rate)
        written = (name or whole.name, str(rate), *(each.to_json_string() for each in (*whole, *whole.markers)))
        if written not in self._known:
            made = self.stack(whole, nested_id, rate, lane.depth + 1)
            self._known[written] = dataclasses.replace(made, name=name or made.name)
            self.nested.append(self._known[written])
        return self._known[written]


def _said_of(item: Any) -> tuple[str, Rate | None]:
    """Return the name and the rate our own words give a stack's timeline; the stack has those of the clip."""
    said = own_words(item.metadata).get("timeline")
    if not isinstance(said, dict):
        return "", None
    try:
        return str(said.get("name", "")), Rate.parse(str(said.get("rate")))
    except ValueError:
        return "", None


def _unranged(track: Any) -> Any:
    """Return a track as a whole: what of it is used is said by the clip that shows it."""
    whole = track.deepcopy()
    whole.source_range = None
    whole.effects.clear()
    return whole


def _rate_of(item: Any, otherwise: Rate | None) -> Rate:
    """Return the rate most clips of an item say their length in."""
    found: Counter[float] = Counter()
    for clip in item.find_clips():
        asked = clip.source_range or (clip.media_reference and clip.media_reference.available_range)
        if asked is not None and asked.duration.rate > 1:
            found[asked.duration.rate] += 1
    return exact_rate(found.most_common(1)[0][0]) if found else otherwise or _USUAL_RATE
