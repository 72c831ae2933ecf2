"""A sound turnover: an AAF for the mixer, the files it is made of, a reference movie, and the lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import MediaError, ProductionError
from posthouse.fields.names import spelled_name
from posthouse.interchange.aaf import Carriage, PictureReference, TurnoverPlan, write_turnover
from posthouse.signal import ChannelLayout
from posthouse.studio.exchange.outgoing.markers import markers_of
from posthouse.studio.turnover.earlier import RECORD
from posthouse.studio.turnover.reference_movie import H264, make_reference, reference_spec
from posthouse.studio.turnover.sound_lanes import lanes_of, tracks_of
from posthouse.studio.turnover.sound_sheets import SoundSheets, made_files
from posthouse.studio.turnover.sound_takes import takes_of
from posthouse.studio.turnover.wavs import write_wavs
from posthouse.timing import Length

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from posthouse.build.progress import Progress
    from posthouse.delivery.spec import MovieSpec
    from posthouse.interchange.aaf import SoundTrack
    from posthouse.studio.film import Film
    from posthouse.studio.turnover.sound_lanes import Lane
    from posthouse.studio.turnover.sound_takes import Take
    from posthouse.studio.turnover.wavs import Written

AUDIO = "audio"
_MOST_HANDLES_SECONDS = 600
_MOST_NAMED = 4
_MOST_EMBEDDED_BYTES = 2**31
"""Pro Tools opens no embedded AAF beyond this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundWishes:
    """How a sound turnover is made."""

    handles: Length = Length.parse("2s")  # noqa: RUF009 - frozen
    is_embedded: bool = True
    reference: str | None = H264
    """What the reference movie is; None: there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundTurnover:
    """What was made: the AAF, the sounds, the movie, then the lists."""

    folder: Path
    lanes: tuple[Lane, ...]
    files: tuple[Path, ...]
    notes: tuple[str, ...]


def make_sound_turnover(
    film: Film, wishes: SoundWishes, folder: Path, progress: Progress | None = None
) -> SoundTurnover:
    """Make a sound turnover in a folder; of an earlier one there, only files it made itself are taken away.

    Raises:
        ProductionError: the programme has no sound, or wishes that cannot be.
        MediaError: the folder cannot be written.
    """
    handles = _handles(film, wishes.handles)
    name = spelled_name(folder.resolve().name)
    movie = _movie(film, name, wishes)
    takes = takes_of(film, handles)
    if not takes:
        raise ProductionError("the programme has no sound to hand over", hint="unmute its tracks, or add sound")
    _made_folder(folder)
    sounds = write_wavs(film, takes, folder / AUDIO, progress)
    lanes = lanes_of(film.programme, takes)
    made = [path for written in sounds.values() for path in written.files]
    reference = None if movie is None else make_reference(film, movie, folder, progress)
    aaf = folder / f"{name}.aaf"
    write_turnover(_plan(film, name, tracks_of(film.programme, lanes, sounds), wishes, reference), aaf)
    notes = [*_lowered(takes, sounds), *_notes(film, takes, made, wishes)]
    files = [aaf, *made, *(() if reference is None else (reference,))]
    named = [each.relative_to(folder).as_posix() for each in files]
    sheets = SoundSheets(film=film, name=name, lanes=lanes, notes=notes, files=named)
    return SoundTurnover(folder=folder, lanes=lanes, files=(*files, *_written(sheets, folder)), notes=tuple(notes))


def _movie(film: Film, name: str, wishes: SoundWishes) -> MovieSpec | None:
    """Return what the reference movie is, if one is wished for."""
    if wishes.reference is None:
        return None
    return reference_spec(film, f"{name}_reference", _words(film, name), wishes.reference)


def _handles(film: Film, handles: Length) -> int:
    form = film.programme.scene.form
    try:
        samples = form.nearest_samples(handles)
    except ValueError as problem:
        raise ProductionError(f"handles of {handles}: {problem}", hint="write 2s or 48f") from problem
    if not 0 <= samples <= _MOST_HANDLES_SECONDS * form.sample_rate:
        raise ProductionError(f"handles of {handles} are out of range", hint=f"write 0s to {_MOST_HANDLES_SECONDS}s")
    return samples


def _words(film: Film, name: str) -> str:
    return f"{film.production.document.title} {name}"[:120]


def _made_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MediaError(f"{folder} cannot be made: {error.strerror}", hint="choose another with --out") from error
    for name in made_files(_old_record(folder)):
        path = (folder / name).resolve()
        if path.parent == (folder / AUDIO).resolve() and path.suffix == ".wav":
            path.unlink(missing_ok=True)


def _old_record(folder: Path) -> str:
    try:
        return (folder / RECORD).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _plan(
    film: Film, name: str, tracks: tuple[SoundTrack, ...], wishes: SoundWishes, reference: Path | None
) -> TurnoverPlan:
    form = film.programme.scene.form
    start = form.start
    picture = None
    if reference is not None:
        picture = PictureReference(
            file=reference.name,
            name=reference.stem,
            duration_frames=form.duration_frames,
            size=film.production.document.format.size,
        )
    return TurnoverPlan(
        name=name,
        rate=form.rate,
        tracks=tracks,
        duration=form.programme_samples,
        start_frame=start.frame_count if start else 0,
        is_drop_frame=bool(start and start.is_drop_frame),
        sample_rate=form.sample_rate,
        markers=markers_of(film.programme),
        picture=picture,
        carriage=Carriage.EMBEDDED if wishes.is_embedded else Carriage.RELATIVE,
    )


def _notes(film: Film, takes: Sequence[Take], files: Sequence[Path], wishes: SoundWishes) -> list[str]:
    """Return what the mixer should know of the whole."""
    mix = film.production.document.mix
    titles: dict[str, list[str]] = {}
    for take in takes:
        for note in take.notes:
            titles.setdefault(note, []).append(take.title)
    notes = [f"{_listed(names)}: {note}" for note, names in titles.items()]
    if mix.duck:
        notes.append("ducks are left out: the mixer rides the levels")
    notes += [f"the pan of stem {name} is left out" for name, fader in mix.tracks.items() if fader.pan]
    if film.programme.scene.form.layout is ChannelLayout.SURROUND_51:
        notes.append("5.1: tracks are named after their channels; pans say left and right only")
    if wishes.is_embedded and sum(path.stat().st_size for path in files) > _MOST_EMBEDDED_BYTES:
        notes.append("the AAF is over 2 GB, which Pro Tools does not open: use --link")
    return notes


def _lowered(takes: Sequence[Take], sounds: Mapping[str, Written]) -> list[str]:
    """Return which sounds are written lower than they are."""
    by_level: dict[float, list[str]] = {}
    for take in takes:
        if sounds[take.name].makeup_db:
            by_level.setdefault(sounds[take.name].makeup_db, []).append(take.title)
    return [
        f"{_listed(names)}: beyond full scale, so written {level:.2f} dB lower, which the clip's gain makes up for"
        for level, names in sorted(by_level.items())
    ]


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:_MOST_NAMED])} and {more} more"


def _written(sheets: SoundSheets, folder: Path) -> list[Path]:
    made = []
    for name, content in sheets.written().items():
        path = folder / name
        path.write_bytes(content)
        made.append(path)
    return made
