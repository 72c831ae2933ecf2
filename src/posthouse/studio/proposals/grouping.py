"""Cameras that ran together proposed as a multicam: each angle laid where its sound, or its timecode, says it lies."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.fields.names import is_name
from posthouse.studio.proposals.proposal import Proposal
from posthouse.studio.proposals.syncing import By, Synced, Syncing, is_camera, is_recorder, with_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.production.splice import Value

_HALF = Fraction(1, 2)
_ECHO_SECONDS = 0.01


def proposed_multicam(syncing: Syncing, name: str, names: Sequence[str] = ()) -> tuple[Proposal, tuple[Synced, ...]]:
    """Return a multicam of the cameras as a new media, and every pair that was tried.

    All are laid to one recording, the recorder that has most of them or else the first camera; the group's clock begins
    with the first camera. A camera that is not sure is left out.

    Args:
        syncing: of the production.
        name: the multicam's.
        names: cameras, and recorders to lay them by; without, all there are.

    Raises:
        ProductionError: the name is none or is taken, or fewer than two cameras lie together.
    """
    draft = syncing.bench.draft
    if not is_name(name):
        raise ProductionError(f"{name!r} is no name", hint="use letters, digits, _ - and .")
    if draft.at(("media", name)) is not None:
        raise ProductionError(f"there is a media {name} already", hint="say another name, or take it out")
    named = [syncing.opened(each) for each in dict.fromkeys(names)] or list(syncing.bench.media.values())
    cameras = [each.name for each in named if is_camera(each)]
    recorders = [each.name for each in named if is_recorder(each)]
    if len(cameras) < 2:
        raise ProductionError("a multicam takes two cameras at least", hint="name them: --media cam1 cam2")
    anchor, rows = _laid(syncing, cameras, recorders)
    places = {anchor: Fraction(0)} if anchor in cameras else {}
    places |= {row.other: -_picture_time(syncing, row) for row in rows if row.found}
    if len(places) > 1:
        first = places[min(places, key=cameras.index)]
        angles: dict[str, Value] = {
            camera: {"media": camera, "offset": _spelled(places[camera] - first)}
            for camera in cameras
            if camera in places
        }
        draft.set(("media", name), {"multicam": angles})
    return Proposal(draft=draft), rows


def _laid(syncing: Syncing, cameras: Sequence[str], recorders: Sequence[str]) -> tuple[str, tuple[Synced, ...]]:
    """Return the recording most cameras can be laid to, the first such, and each camera laid to it."""
    best: tuple[str, tuple[Synced, ...]] = cameras[0], ()
    most = -1
    for anchor in (*recorders, cameras[0]):
        rows = tuple(_with_drift(syncing.tried(anchor, camera)) for camera in cameras if camera != anchor)
        found = sum(row.found is not None for row in rows) + (anchor in cameras)
        if found > most:
            most, best = found, (anchor, rows)
        if found == len(cameras):
            break
    return best


def _with_drift(row: Synced) -> Synced:
    """Return a row that says how far its clock runs away, where that is heard as an echo."""
    if row.found is None:
        return row
    low, high = row.found.overlap_seconds
    apart = abs(float((high - low) * (row.found.clock - 1)))
    return (
        row if apart < _ECHO_SECONDS else with_note(row, f"runs {apart * 1000:.0f} ms away, which angles do not follow")
    )


def _picture_time(syncing: Syncing, row: Synced) -> Fraction:
    """Return how long a camera's pictures had run, in seconds, as the recording it was laid to began."""
    info = syncing.opened(row.other).info
    assert info is not None
    seconds = syncing.seconds(row)
    return (
        seconds if row.by is By.TIMECODE else seconds + syncing.sound_of(row.other).start_s - info.pictures[0].start_s
    )


def _spelled(seconds: Fraction) -> str:
    """Return an offset to the microsecond, a twentieth of a sample."""
    millionths = (abs(seconds) * 10**6 + _HALF).__floor__()
    sign = "-" if seconds < 0 and millionths else ""
    text = f"{millionths // 10**6}.{millionths % 10**6:06}".rstrip("0").rstrip(".")
    return f"{sign}{text}s"
