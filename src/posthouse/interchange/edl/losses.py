"""What a list cannot say of a clip, told item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.timeline import Clip, Timeline, Track


def tell_losses(clip: Clip, item: str, ledger: Ledger) -> None:
    """Tell of everything about a clip that has no place in an EDL."""
    if clip.nested is not None:
        ledger.approximate(item, "nested", "a nested sequence is written as one source; its inside is not")
    if clip.angles:
        ledger.drop(item, "multicam", "only the angle that is seen is written")
    if clip.transform is not None:
        ledger.drop(item, "transform", "an EDL has no place for it")
    if clip.opacity is not None or clip.blend != "normal":
        ledger.drop(item, "opacity", "an EDL has one layer: no opacity, no blend")
    for effect in clip.effects:
        ledger.drop(item, "effect", f"{effect.name}: an EDL has only transitions")
    if clip.lut:
        ledger.drop(item, "effect", f"LUT {clip.lut}")
    if clip.role:
        ledger.drop(item, "role", f"{clip.role}: an EDL has none")
    if clip.media.id:
        ledger.drop(item, "metadata", "the identity of its media")


def tell_left_out(timeline: Timeline, ledger: Ledger) -> None:
    """Tell of muted tracks and disabled clips: an EDL records all it says."""
    first = min((clip.record.start_frame for track in timeline.tracks for clip in track.clips), default=0)
    if first:
        why = f"an EDL begins with its first event: the {first} frames of nothing before it are not said"
        ledger.approximate(timeline.name or "cut", "timecode", why)
    for track in timeline.tracks:
        if not track.is_enabled and track.clips:
            ledger.drop(track.name, "track", "it is muted or hidden, and an EDL has no such thing: left out")
        for marker in track.markers:
            ledger.drop(track.name, "marker", f"{marker.name or marker.note}: an EDL's markers are its events'")
        for clip in track.clips if track.is_enabled else ():
            if not clip.is_enabled:
                ledger.drop(f"{track.name}/{clip.id}", "clip", "it is disabled, and an EDL has no such thing: left out")


def is_sequence(track: Track) -> bool:
    """Return whether anything of a track is recorded."""
    return track.is_enabled and any(clip.is_enabled for clip in track.clips)
