"""A production resolved: its media, its cut in frames, its titles in place, its sound as a scene."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.editorial import Chunk, Cut, CutResolver, chunks_of
from posthouse.errors import DocumentProblems, PosthouseError, ProductionError
from posthouse.mix.plan import check_mix
from posthouse.production.group_spec import MulticamSpec, SubclipSpec
from posthouse.sound.placement import SoundFormat
from posthouse.sound.plan import STEM_NAMES, Scene, place_sounds
from posthouse.studio.coloring import chain_of
from posthouse.studio.grading import Grading
from posthouse.studio.groups import Groups
from posthouse.studio.hearing import Hearing
from posthouse.studio.marks import PlacedMarker, PlacedTitle, placed_markers, placed_titles
from posthouse.studio.shots import used_media
from posthouse.studio.sources import StudioMedia, notes_about, open_sources
from posthouse.studio.tracks import Tracks
from posthouse.timing import Timecode
from posthouse.titles import StyleSpec

__all__ = ["PlacedMarker", "PlacedTitle", "Programme", "resolve_programme"]

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from posthouse.color import Grade
    from posthouse.editorial import Source
    from posthouse.effects import RainSpec
    from posthouse.errors import Place
    from posthouse.media.library import MediaLibrary
    from posthouse.production.production import Production


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
    sources: Mapping[str, Source] = field(default_factory=dict)
    """What the cut knows of each media, subclip and angle (``table/close``), by name."""
    markers: tuple[PlacedMarker, ...] = ()

    @functools.cached_property
    def shown(self) -> Cut:
        """Return what is seen of the cut: without its muted tracks."""
        return Tracks.of(self.production.document).shown(self.cut)

    @property
    def font_files(self) -> set[str]:
        """Return the font files the titles name, as the document does."""
        styles = [title.spec.style for title in self.titles if isinstance(title.spec.style, StyleSpec)]
        return {style.font for style in styles if style.font and style.font not in {"sans", "serif"}}

    @functools.cached_property
    def chunks(self) -> tuple[Chunk, ...]:
        """Return the cut's chunks in programme order."""
        return chunks_of(self.shown)


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

    def programme(self) -> Programme:
        self._check_chain()
        media = open_sources(self.production, self.library, self._keep_of_media)
        groups = Groups(self.document, media, self._complain)
        self._check_pictured(media)
        cut = self._cut(groups.sources)
        titles = placed_titles(self.document, cut, groups.sources, self._complain)
        markers = placed_markers(self.document, cut, groups.sources, self._complain)
        grading = Grading(self.production, self.library, self._keep)
        grades = grading.grades(cut)
        scene = self._scene(cut, media, groups)
        self.problems += [self._placed(p, ("mix",)) for p in check_mix(self.document.mix, STEM_NAMES)]
        DocumentProblems.raise_if_any(self.problems)
        return Programme(
            production=self.production,
            media=media,
            cut=cut,
            titles=titles,
            grades=grades,
            exact_shots=grading.exact_shots(cut),
            grade_files=grading.files,
            rains=self._rains(cut),
            scene=scene,
            notes=(*self.notes, *notes_about(media)),
            sources=groups.sources,
            markers=markers,
        )

    def _cut(self, sources: Mapping[str, Source]) -> Cut:
        resolver = CutResolver(
            rate=self.document.format.rate,
            sources=sources,
            complain=self._complain,
            start=self._start(),
            sequences=self.document.sequences,
        )
        return resolver.cut(self.document.cut, self.document.over)

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
        lists: list[tuple[tuple[str, ...], Sequence[object]]] = [
            (("cut",), self.document.cut),
            (("over",), self.document.over),
            *((("sequences", name), items) for name, items in self.document.sequences.items()),
        ]
        for where, entries in lists:
            for index, entry in enumerate(entries):
                name = getattr(entry, "media", "")
                seen = self._seen(name, getattr(entry, "angle", None))
                if seen in media and media[seen].editorial is None:
                    self._complain((*where, index, "from"), f"{name!r} has no pictures", "use it as a cue or as music")

    def _seen(self, name: str, angle: str | None) -> str:
        """Return the media whose pictures a name, and an angle of it, stand for."""
        spec = self.document.media.get(name)
        if isinstance(spec, SubclipSpec):
            return self._seen(spec.subclip, None)
        if isinstance(spec, MulticamSpec):
            return self._seen(spec.multicam[angle or spec.first_angle].media, None)
        return name

    def _check_chain(self) -> None:
        try:
            chain_of(self.document)
        except ProductionError as problem:
            raise DocumentProblems((self._placed(problem, ("color", "convert")),)) from problem

    def _rains(self, cut: Cut) -> dict[str, tuple[RainSpec, ...]]:
        """Return the rain of each shot: its own, then that of the shots that play the sequences it is in."""
        written: dict[str, tuple[RainSpec, ...]] = {}
        for use in self.document.effects:
            if use.rain is not None:
                written[use.shot] = (*written.get(use.shot, ()), use.rain)
        found = {
            shot.shot: tuple(rain for name in reversed(shot.ids) for rain in written.get(name, ()))
            for shot in cut.shots()
        }
        return {shot: rains for shot, rains in found.items() if rains}

    def _scene(self, cut: Cut, media: Mapping[str, StudioMedia], groups: Groups) -> Scene:
        form = SoundFormat(
            rate=self.document.format.rate,
            sample_rate=self.document.format.sound.rate,
            layout=self.document.format.sound.layout,
            duration_frames=cut.duration_frames,
            start=cut.start,
        )
        heard = {name: each.heard for name, each in media.items() if each.heard is not None}
        hearing = Hearing(self.production, cut, groups)
        scene = Scene(
            form=form,
            shots=hearing.sounding(),
            spec=self.document.sound,
            media=heard,
            places=hearing.places(),
            parts=groups.parts,
            hears=Tracks.of(self.document).hears,
        )
        try:
            place_sounds(scene, self.production.place_of)
        except DocumentProblems as error:
            unknown = self._unknown_sounds(cut, media, groups)
            self.problems += [p for p in error.problems if p.place is None or p.place not in unknown]
        return scene

    def _unknown_sounds(self, cut: Cut, media: Mapping[str, StudioMedia], groups: Groups) -> set[Place]:
        """Return where sounds stand that hang on a shot or a media of which a problem was told already."""
        spec = self.document.sound
        cues = [("cues", i, cue.play, (cue.at.shot,)) for i, cue in enumerate(spec.cues)]
        beds = [
            (name, i, bed.media, (*bed.under, *((bed.at.shot,) if bed.at else ())))
            for name, of_kind in (("music", spec.music), ("ambience", spec.ambience))
            for i, bed in enumerate(of_kind)
        ]
        paths: list[tuple[str | int, ...]] = [
            ("sound", name, index)
            for name, index, source, shots in (*cues, *beds)
            if groups.whole(source) not in media or cut.unsure.intersection(shots) or (cut.unsure and name != "cues")
        ]
        paths += [path for path, name in self.production.ids.items() if name in cut.unsure]
        return {self.production.place_of(path) for path in paths}
