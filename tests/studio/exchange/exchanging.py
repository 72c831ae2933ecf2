"""What the tests of exchange share: cuts compared with timelines, frame by frame."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial import Shot
from posthouse.interchange import MediaKind, TrackKind
from posthouse.studio.exchange.assumed import assumed_cut, assumed_sources
from posthouse.timing import FrameRange, RampMap

if TYPE_CHECKING:
    from posthouse.editorial import Cut, Source
    from posthouse.interchange import Clip, Timeline
    from posthouse.studio.exchange.importing import Imported

Place = tuple[int, int, Fraction | None, Fraction]
"""Record start, record end, the label its source begins at (None: it has none), and its speed."""
_MADE = {MediaKind.BLACK, MediaKind.BARS, MediaKind.COLOR, MediaKind.TITLE}


def resolved(imported: Imported) -> tuple[Cut, dict[str, Source]]:
    """Return the cut of an import against what the file says of its media; nothing may be wrong with it."""
    assert imported.fresh is not None
    book = imported.fresh.book
    sources = assumed_sources(imported.production, book.references, book.rates)
    found = assumed_cut(imported.production, sources)
    assert not found.problems, found.problems[:5]
    return found.cut, sources


def main_clips(timeline: Timeline) -> list[Clip]:
    """Return the clips of the track that becomes the cut: the lowest that is on and has pictures."""
    for track in timeline.of_kind(TrackKind.PICTURE):
        clips = [clip for clip in track.clips if clip.media.kind is not MediaKind.TITLE]
        if track.is_enabled and clips:
            return [clip for clip in clips if clip.is_enabled]
    return []


def wanted_places(timeline: Timeline) -> list[Place]:
    """Return where each clip of a timeline's cut lies, and its source, as the timeline says."""
    return [
        (clip.record.start_frame, clip.record.end_frame, _label(clip), clip.speed)
        for clip in main_clips(timeline)
        if clip.nested is None
    ]


def _label(clip: Clip) -> Fraction | None:
    return None if clip.media.kind in _MADE else clip.source.start


def found_places(cut: Cut, sources: dict[str, Source], timeline: Timeline) -> list[Place]:
    """Return the same of the cut of a document, in its own words."""
    made = {clip.record: clip.media.kind in _MADE for clip in main_clips(timeline)}
    nested = {clip.record for clip in main_clips(timeline) if clip.nested is not None}
    shots = [event for event in cut.events if isinstance(event, Shot) and not _is_inside(event.range, nested)]
    found = []
    for shot in shots:
        source = sources[shot.media]
        first = min(shot.source.position(Fraction(at)) for at in (0, shot.source.duration_frames))
        start = source.start_timecode.frame_count if source.start_timecode else 0
        label = start + first / timeline.rate.fraction * source.rate.fraction
        speed = Fraction(0) if isinstance(shot.source, RampMap) else shot.source.speed
        is_made = made.get(shot.range, False)
        found.append((shot.range.start_frame, shot.range.end_frame, None if is_made else label, speed))
    return found


def _is_inside(record: FrameRange, nested: set[FrameRange]) -> bool:
    return any(each.covers(record) for each in nested)


def assert_frame_exact(imported: Imported, timeline: Timeline) -> int:
    """Assert that a document's cut has every clip where the timeline has it; return how many there are."""
    cut, sources = resolved(imported)
    wanted, found = wanted_places(timeline), found_places(cut, sources, timeline)
    assert len(wanted) == len(found)
    ramps = {clip.record.start_frame for clip in main_clips(timeline) if clip.ramp}
    for want, have in zip(wanted, found, strict=True):
        assert have[:2] == want[:2]
        if want[0] in ramps:
            continue
        assert abs(have[3] - want[3]) < Fraction(1, 10**6) or abs(want[3]) > 100, (want, have)
        if want[2] is not None and have[2] is not None:
            assert abs(have[2] - want[2]) <= _slack(timeline, want), (want, have)
    return len(wanted)


def _slack(timeline: Timeline, want: Place) -> Fraction:
    """Return how far a source may lie off: half a frame of the programme, where the source runs at another rate."""
    clip = next(clip for clip in main_clips(timeline) if clip.record.start_frame == want[0])
    if clip.source.rate == timeline.rate and clip.source.start.denominator == 1:
        return Fraction(0)
    return Fraction(1, 2) * max(Fraction(1), clip.source.rate.fraction / timeline.rate.fraction)
