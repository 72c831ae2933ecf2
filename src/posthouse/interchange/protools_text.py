"""Pro Tools' "Export Session Info as Text": sound tracks, clips, fades and markers, read and written.

In: the text in any of its time formats but bars and beats. Out: a timeline of sound tracks, one for each of the
session's, its channels joined to one clip each. The text does not say where in its source a clip begins, unless it was
exported with timestamps: the ledger tells. Read first: ``protools_sections.py``, then ``protools_times.py``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.errors import MediaError, Place
from posthouse.interchange.ledger import Ledger
from posthouse.interchange.plain_text import text_of
from posthouse.interchange.protools_sections import SessionText, session_of
from posthouse.interchange.protools_times import SessionClock, clock_of, feet_rate_of
from posthouse.interchange.protools_tracks import TrackReader
from posthouse.interchange.protools_writing import write
from posthouse.interchange.timeline import Marker, Reading, Timeline, Track, TrackKind

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from posthouse.interchange.protools_sections import MarkerRow
    from posthouse.timing import Rate

__all__ = ["read", "write"]

_TITLE = "a Pro Tools session text"
_HINT = "export it with File > Export > Session Info as Text"


def read(path: Path, *, rate: Rate | None = None) -> Reading:
    """Return the session a text holds; it says its own rate, so ``rate`` only has to agree.

    Raises:
        MediaError: the file is no session text, says no rate, or holds neither a track nor a marker.
    """
    session = session_of(text_of(path, title=_TITLE))
    clock = _clock(session, path, rate)
    ledger = Ledger()
    feet_rate, is_proved = feet_rate_of(clock, session.markers)
    clock = replace(clock, feet_rate=feet_rate)
    in_feet = any("+" in row.start for track in session.tracks for row in track.rows)
    if in_feet and not is_proved:
        reason = "times are in feet and frames, and no marker tells their rate: taken as 24"
        ledger.approximate("the session", "timecode", reason)
    for line, text in session.unreadable:
        reason = f"not a row of a session: {text.strip()[:80]!r}"
        ledger.drop(f"line {line}", "clip", reason, place=Place(file=path.name, line=line))
    reader = TrackReader(session=session, clock=clock, ledger=ledger, file=path.name)
    tracks = [track for text in session.tracks for track in reader.tracks_of(text)]
    by_track, markers = _markers(session.markers, clock, ledger, path.name)
    tracks = [replace(track, markers=tuple(by_track.pop(track.name, ()))) for track in tracks]
    tracks += [Track(name=name, kind=TrackKind.SOUND, markers=tuple(left)) for name, left in by_track.items()]
    timeline = Timeline(
        id="session",
        name=session.head.get("SESSION NAME", "") or path.stem,
        rate=clock.rate,
        tracks=tuple(tracks),
        start_frame=clock.start_frame,
        is_drop_frame=clock.is_drop_frame,
        sound_rate=int(clock.sample_rate),
        markers=tuple(sorted(markers, key=lambda marker: marker.at)),
        facts={"protools": dict(session.head)},
    )
    return Reading(format="protools-text", timelines=(timeline,), media=reader.listed_media(), ledger=ledger)


def _clock(session: SessionText, path: Path, told: Rate | None) -> SessionClock:
    if "SESSION NAME" not in session.head:
        raise MediaError(f"{path.name} is no Pro Tools session text: it has no line SESSION NAME", hint=_HINT)
    try:
        clock = clock_of(session.head)
    except (ValueError, ZeroDivisionError) as error:
        raise MediaError(f"{path.name} cannot be read: {error}", hint=_HINT) from error
    if told is not None and told != clock.rate:
        hint = "leave the rate out: the text says its own"
        raise MediaError(f"{path.name} counts at {clock.rate}, not at {told}", hint=hint)
    if not session.tracks and not session.markers:
        raise MediaError(f"{path.name} holds neither a track nor a marker", hint=f"{_HINT}, with the track EDLs")
    return clock


def _markers(
    rows: list[MarkerRow], clock: SessionClock, ledger: Ledger, file: str
) -> tuple[dict[str, list[Marker]], list[Marker]]:
    """Return the markers of tracks by track, and those of the session."""
    by_track: dict[str, list[Marker]] = {}
    of_session: list[Marker] = []
    for row in rows:
        place = Place(file=file, line=row.line)
        try:
            at = _marker_frame(row, clock)
        except ValueError as error:
            ledger.drop(f"marker {row.name}", "marker", str(error), place=place)
            continue
        marker = Marker(at=max(0, at.__floor__()), name=row.name, note=row.comments)
        (by_track.setdefault(row.track, []) if row.is_of_track else of_session).append(marker)
        if at.denominator != 1:
            ledger.approximate(
                f"marker {row.name}", "marker", "it stands inside a frame: put at its start", place=place
            )
        elif row.track and not row.is_of_track and row.track != "Markers":
            ledger.approximate(
                f"marker {row.name}", "marker", f"of the ruler {row.track!r}: now of the one", place=place
            )
        else:
            ledger.keep(f"marker {row.name}", "marker", place=place)
    return by_track, of_session


def _marker_frame(row: MarkerRow, clock: SessionClock) -> Fraction:
    """Return where a marker stands: by its sample where it has one, as that is exact."""
    if row.units.upper() == "SAMPLES" and row.reference.isdecimal():
        return clock.frames(row.reference)
    return clock.frames(row.location)
