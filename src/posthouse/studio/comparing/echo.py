"""What a production's own export would say: what a cut file is compared with, beside the production itself.

Problem: no format says all of a cut. An EDL moves the cut under a dissolve, XML shortens one that has no frames, a
title past the last shot makes the programme longer. Such a file, read again, differs from the cut it was written from.
Approach: the production is written in the file's format, in memory, and read again. What the file says as this echo
does is what the production says; only what differs from the echo was changed by somebody.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from posthouse.errors import PosthouseError
from posthouse.interchange import OURS, MediaKind, TrackKind
from posthouse.interchange.formats import FORMATS
from posthouse.media.library import MediaLibrary
from posthouse.production.group_spec import MulticamSpec
from posthouse.studio.comparing.uses import footage_names, links_of
from posthouse.studio.programme import resolve_programme
from posthouse.studio.work_folder import WORK_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.interchange import Clip, Timeline
    from posthouse.interchange.formats import Format
    from posthouse.production import Production
    from posthouse.studio.comparing.side import Side
    from posthouse.studio.programme import Programme

_LISTS = ("cut", "over", "sequences")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Film:
    programme: Programme


def with_echo(cut: Side, ours: Side) -> Side:
    """Return the side of a cut file with what an export of a production says; ``ours`` itself where that is the same.

    A production that cannot be exported now (media are missing) has no echo: the file is taken as it is.
    """
    if not cut.form or ours.is_cut_only or cut.layout.rate != ours.layout.rate:
        return cut
    first: Side | None = None
    for echo in _echoes(cut, ours.production):
        found = _echoing(cut, echo)
        if _says_same(found, echo, ours):
            return dataclasses.replace(ours, name=cut.name)
        first = first or found
    return first or cut


def _echoing(cut: Side, echo: Side) -> Side:
    """Return a cut file with its echo; media of which both say the same are the same."""
    meant = {name: own for name, own in echo.meant.items() if cut.keys.get(name) == echo.keys[name]}
    return dataclasses.replace(cut, echo=echo, meant=meant)


def _echoes(cut: Side, production: Production) -> Iterator[Side]:
    """Yield what exports of a production say, for each dialect of a cut file's format."""
    forms = [form for form in FORMATS if form.can_write and cut.form in {form.name, form.name.partition("-")[0]}]
    if not forms:
        return
    try:
        film = _Film(programme=_resolved(production))
    except PosthouseError:
        return
    groups = any(isinstance(spec, MulticamSpec) for spec in cut.document.media.values())
    for form in forms:
        try:
            yield _echo(film, form, cut, is_flat=not groups and not cut.document.sequences)
        except PosthouseError:
            continue


def _resolved(production: Production) -> Programme:
    work = production.folder / WORK_FOLDER
    if work.is_dir():
        with MediaLibrary(work) as library:
            return resolve_programme(production, library)
    with TemporaryDirectory() as folder, MediaLibrary(Path(folder)) as library:
        return resolve_programme(production, library)


def _echo(film: _Film, form: Format, cut: Side, *, is_flat: bool) -> Side:
    from posthouse.studio.comparing.cut_files import side_of_reading  # late: the exchange compares, too
    from posthouse.studio.exchange.exporting import written
    from posthouse.studio.exchange.sidecar import reread_cut

    plain = dataclasses.replace(form, takes_luts=False)  # color is no matter of the cut
    gone, writing = written(film, plain, name=Path(cut.name).stem or "cut", is_flat=is_flat)
    reading = reread_cut(writing, form, gone.timelines[0].rate)
    side = side_of_reading(reading, Path(cut.name), folder=film.programme.production.folder)
    return dataclasses.replace(side, meant=_meant(side, gone.timelines[0]))


def _meant(echo: Side, timeline: Timeline) -> dict[str, str]:
    """Return, by media of an export that was read again, which of the production it is: what went out at its place."""
    begun = echo.layout.start
    late = begun.frame_count - timeline.start_frame if begun is not None else 0
    found: dict[str, str] = {}
    below, *above = timeline.of_kind(TrackKind.PICTURE)
    for shot in echo.layout.shots.values():
        record = shot.range.shifted(late)
        if shot.lane:
            clips = [clip for track in above for clip in track.clips if clip.record == record]
        else:
            middle = record.start_frame + record.duration_frames // 2
            clips = [clip for clip in below.clips if clip.record.contains(middle)]
        names = {_media_name(clip) for clip in clips}
        if shot.spec.media in echo.document.media and len(names) == 1 and "" not in names:
            found.setdefault(shot.spec.media, names.pop())
    return found


def _media_name(clip: Clip) -> str:
    """Return which of the production's media a clip shows; empty where none."""
    facts = clip.media.facts.get(OURS) if clip.nested is None and clip.media.kind is not MediaKind.TITLE else None
    return str(facts.get("media", "")) if isinstance(facts, dict) else ""


def _says_same(cut: Side, echo: Side, ours: Side) -> bool:
    """Return whether a cut file says of shots, transitions and sequences what an export says, of the same media."""
    values = [side.production.tree.value for side in (cut, echo)]
    lists = [{key: value.get(key) for key in _LISTS} if isinstance(value, dict) else None for value in values]
    if lists[0] != lists[1] or cut.layout.start != echo.layout.start:
        return False
    names = [footage_names(ours, side, links_of(ours, side)) for side in (cut, echo)]
    return all(names[0][name] == names[1][name] for name in names[0].keys() & names[1].keys())
