"""A production resolved: its media, its cut in frames, its titles in place, its sound as a scene."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.color import Grade, builtin_looks, check_grade, grade_of_shot, grade_params
from posthouse.color.resolve import is_exact_shot
from posthouse.editorial import Chunk, Cut, CutResolver, Source, chunks_of, programme_frame
from posthouse.errors import DocumentProblems, MediaError, PosthouseError, ProductionError
from posthouse.mix.plan import check_mix
from posthouse.production.document import Shot as ShotEntry
from posthouse.sound.place_shots import Overlap, SoundingShot
from posthouse.sound.placement import SoundFormat
from posthouse.sound.plan import STEM_NAMES, Scene, place_sounds
from posthouse.sound.spec import ShotSoundSpec
from posthouse.studio.coloring import chain_of
from posthouse.studio.shots import overlaps_of, timing_of, used_media
from posthouse.studio.sources import StudioMedia, notes_about, open_sources
from posthouse.timing import FrameRange, Timecode
from posthouse.titles import StyleSpec

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from posthouse.effects import RainSpec
    from posthouse.errors import Place
    from posthouse.media.library import MediaLibrary
    from posthouse.production.production import Production
    from posthouse.titles import TitleSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTitle:
    """A title and the programme frames it stands in."""

    spec: TitleSpec
    range: FrameRange


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Everything the jobs are made from."""

    production: Production
    media: Mapping[str, StudioMedia]
    cut: Cut
    titles: tuple[PlacedTitle, ...]
    grades: Mapping[str, Grade]
    """By shot; files named by content digest. Shots without a grade are missing."""
    exact_shots: frozenset[str]
    """Shots whose grade says it is to be worked out exactly."""
    grade_files: Mapping[str, Path]
    """Where the LUT and CDL files of the grades lie, by content digest."""
    rains: Mapping[str, tuple[RainSpec, ...]]
    scene: Scene
    notes: tuple[str, ...]

    @property
    def font_files(self) -> set[str]:
        """Return the font files the titles name, as the document does."""
        styles = [title.spec.style for title in self.titles if isinstance(title.spec.style, StyleSpec)]
        return {style.font for style in styles if style.font and style.font not in {"sans", "serif"}}

    @functools.cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        """Return the cut's chunks in programme order."""
        return chunks_of(self.cut)


def resolve_programme(production: Production, library: MediaLibrary) -> Programme:
    """Return a production, resolved against its media.

    Raises:
        DocumentProblems: everything that is wrong with it, at once, in the order of the document's lines.
    """
    return _Resolver(production, library).programme()


class _Resolver:
    def __init__(self, production: Production, library: MediaLibrary) -> None:
        self.production, self.library = production, library
        self.document = production.document
        self.problems: list[ProductionError] = []
        self.notes: list[str] = []
        self.used = used_media(production.document)
        self.grade_files: dict[str, Path] = {}

    def programme(self) -> Programme:
        self._check_chain()
        media = open_sources(self.production, self.library, self._keep_of_media)
        sources = {name: each.editorial for name, each in media.items() if each.editorial is not None}
        self._check_pictured(media)
        resolver = CutResolver(
            rate=self.document.format.rate, sources=sources, complain=self._complain, start=self._start()
        )
        cut = resolver.cut(self.document.cut, self.document.over)
        titles = self._titles(cut, sources)
        grades = self._grades(cut)
        scene = self._scene(cut, media)
        self.problems += [self._placed(p, ("mix",)) for p in check_mix(self.document.mix, STEM_NAMES)]
        DocumentProblems.raise_if_any(self.problems)
        return Programme(
            production=self.production,
            media=media,
            cut=cut,
            titles=titles,
            grades=grades,
            exact_shots=self._exact_shots(cut),
            grade_files=self.grade_files,
            rains=self._rains(),
            scene=scene,
            notes=(*self.notes, *notes_about(media)),
        )

    def _keep(self, error: PosthouseError) -> None:
        if isinstance(error, DocumentProblems):
            self.problems += error.problems
        elif isinstance(error, ProductionError):
            self.problems.append(error)
        else:
            problem = ProductionError(error.cause, hint=error.hint, place=error.place)
            problem.__cause__ = error  # whose fault it is, the media's, is kept
            self.problems.append(problem)

    def _keep_of_media(self, name: str, error: PosthouseError) -> None:
        """Keep what is wrong with a media; with one that nothing uses it is no problem, but worth a note."""
        if name in self.used:
            self._keep(error)
        else:
            self.notes.append(f"{name} is not used, and could not be: {error.cause}")

    def _complain(self, path: tuple[str | int, ...], cause: str, hint: str) -> None:
        self.problems.append(ProductionError(cause, hint=hint, place=self.production.place_of(path)))

    def _placed(self, problem: ProductionError, path: tuple[str | int, ...]) -> ProductionError:
        if problem.place is None:
            problem.place = self.production.place_of(path)
        return problem

    def _start(self) -> Timecode | None:
        """Return the label of the programme's first frame, if the document gives one."""
        said = self.document.format.start
        if said is None:
            return None
        try:
            return Timecode.parse(str(said), self.document.format.rate)
        except ValueError as problem:
            self._complain(("format", "start"), str(problem), "")
            return None

    def _check_pictured(self, media: Mapping[str, StudioMedia]) -> None:
        """Complain of shots from media that have only sound."""
        for where, entries in (("cut", self.document.cut), ("over", self.document.over)):
            for index, entry in enumerate(entries):
                name = getattr(entry, "media", "")
                if name in media and media[name].editorial is None:
                    self._complain((where, index, "from"), f"{name!r} has no pictures", "use it as a cue or as music")

    def _titles(self, cut: Cut, sources: Mapping[str, Source]) -> tuple[PlacedTitle, ...]:
        rate, placed = self.document.format.rate, []
        for index, spec in enumerate(self.document.titles):
            path = ("titles", index, "at")
            start = programme_frame(spec.at, cut, rate, sources, functools.partial(self._complain, path))
            if start is None:
                continue
            try:
                frames = spec.length.nearest_frames(rate)
            except ValueError as problem:
                self._complain(("titles", index, "for"), str(problem), "")
                continue
            if frames < 1 or start < 0 or (start >= cut.duration_frames and not cut.unsure):
                self._complain(
                    path, "the title is never in the picture", f"the programme has {cut.duration_frames} frames"
                )
                continue
            placed.append(PlacedTitle(spec=spec, range=FrameRange.lasting(start, frames)))
        return tuple(placed)

    def _grades(self, cut: Cut) -> dict[str, Grade]:
        found: dict[str, Grade] = {}
        if not self.document.color.grades:
            return found
        checked: dict[str, Grade | None] = {}
        for shot in dict.fromkeys(shot.shot for shot in cut.shots()):
            written = shot if shot in self.document.color.grades else "*"
            if written not in checked:
                checked[written] = self._grade(written)
            grade = checked[written]
            if grade is not None:
                found[shot] = grade
        return {shot: grade for shot, grade in found.items() if not grade.is_neutral}

    def _grade(self, written: str) -> Grade | None:
        """Return a grade as the document writes it, files by digest; None, having said why, if it cannot be made."""
        try:
            grade = grade_of_shot(
                self.document.color, written, looks=builtin_looks(), working=self.document.format.color
            )
            check_grade(grade, read_file=self._read)
            return grade_params(grade, self._digest)
        except PosthouseError as error:
            if error.place is None:
                error.place = self.production.place_of(("color", "grades", written))
            self._keep(error)
            return None

    def _exact_shots(self, cut: Cut) -> frozenset[str]:
        color, looks = self.document.color, builtin_looks()
        return frozenset(shot.shot for shot in cut.shots() if is_exact_shot(color, shot.shot, looks=looks))

    def _check_chain(self) -> None:
        try:
            chain_of(self.document)
        except ProductionError as problem:
            raise DocumentProblems((self._placed(problem, ("color", "convert")),)) from problem

    def _read(self, file: str) -> bytes:
        path = self.production.folder / file
        try:
            return path.read_bytes()
        except OSError as error:
            raise MediaError(f"{file} cannot be read: {error.strerror}", hint=f"looked at {path}") from error

    def _digest(self, file: str) -> str:
        path = self.production.folder / file
        digest = self.library.digest(path)
        self.grade_files[digest] = path
        return digest

    def _rains(self) -> dict[str, tuple[RainSpec, ...]]:
        rains: dict[str, tuple[RainSpec, ...]] = {}
        for use in self.document.effects:
            if use.rain is not None:
                rains[use.shot] = (*rains.get(use.shot, ()), use.rain)
        return rains

    def _scene(self, cut: Cut, media: Mapping[str, StudioMedia]) -> Scene:
        form = SoundFormat(
            rate=self.document.format.rate,
            sample_rate=self.document.format.sound.rate,
            layout=self.document.format.sound.layout,
            duration_frames=cut.duration_frames,
            start=cut.start,
        )
        heard = {name: each.heard for name, each in media.items() if each.heard is not None}
        scene = Scene(form=form, shots=self._sounding(cut, media), spec=self.document.sound, media=heard)
        try:
            place_sounds(scene, self.production.place_of)
        except DocumentProblems as error:
            unknown = self._unknown_sounds(cut, media)
            self.problems += [p for p in error.problems if p.place is None or p.place not in unknown]
        return scene

    def _unknown_sounds(self, cut: Cut, media: Mapping[str, StudioMedia]) -> set[Place]:
        """Return where sounds stand that hang on a shot or a media of which a problem was told already."""
        spec, over = self.document.sound, {entry.id for entry in self.document.over}
        cues = [("cues", i, cue.play, (cue.at.shot,)) for i, cue in enumerate(spec.cues)]
        beds = [
            (name, i, bed.media, (*bed.under, *((bed.at.shot,) if bed.at else ())))
            for name, of_kind in (("music", spec.music), ("ambience", spec.ambience))
            for i, bed in enumerate(of_kind)
        ]
        paths: list[tuple[str | int, ...]] = [
            ("sound", name, index)
            for name, index, source, shots in (*cues, *beds)
            if source not in media or cut.unsure.intersection(shots) or (cut.unsure and name != "cues")
        ]
        paths += [("over" if shot in over else "cut", shot) for shot in cut.unsure]
        return {self.production.place_of(path) for path in paths}

    def _sounding(self, cut: Cut, media: Mapping[str, StudioMedia]) -> tuple[SoundingShot, ...]:
        entries = self._sound_entries()
        overlaps = overlaps_of(cut)
        over = {entry.id for entry in self.document.over}
        sounding = []
        for shot in cut.shots():
            spec = entries.get(shot.shot)
            if spec is None:
                continue
            timing = timing_of(shot, media.get(shot.media), self.document.format.rate)
            head, tail = overlaps.get(shot.shot, (Overlap(), Overlap()))
            track = "over" if shot.shot in over else "cut"
            sounding.append(SoundingShot(timing=timing, spec=spec, head=head, tail=tail, track=track))
        return tuple(sounding)

    def _sound_entries(self) -> dict[str, ShotSoundSpec]:
        """Return what each shot says of its sound; shots over the cut are silent unless they say something."""
        shots = {
            entry.id: entry.sound or ShotSoundSpec() for entry in self.document.cut if isinstance(entry, ShotEntry)
        }
        over = {entry.id: entry.sound for entry in self.document.over if entry.sound}
        return shots | over
