"""The lists of a document on their way out: the cut, and the sequences that go out nested; what cannot is laid flat."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.editorial import Cut, CutResolver, Shot
from posthouse.editorial.layers import layers_flat
from posthouse.editorial.nests import laid_flat
from posthouse.editorial.sequences import Sequences, resolved_sequences
from posthouse.interchange.formats import Nests
from posthouse.sound.plan import Scene, place_sounds
from posthouse.sound.spec import ShotSoundSpec, SoundSpec
from posthouse.studio.exchange.outgoing.nestable import entries_of, why_flat
from posthouse.studio.groups import Groups
from posthouse.studio.hearing import Hearing, NestedShot
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from posthouse.editorial import Layer
    from posthouse.interchange import Ledger
    from posthouse.sound.joins import PlacedSound
    from posthouse.studio.programme import Programme


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One list on its way out."""

    name: str
    """The sequence's; empty for the cut."""
    cut: Cut
    """Shots that go out as nests stand in it whole; all else is flat."""
    flat: Cut
    """All of it flat."""
    scene: Scene
    heard: tuple[PlacedSound, ...]
    """The sound of all of it, flat."""
    nests: Mapping[str, str] = field(default_factory=dict)
    """The sequences of the shots that go out as nests, by the shots' ids."""

    def heard_by_nest(self) -> dict[str, list[PlacedSound]]:
        """Return the sounds of each shot that goes out as a nest, by its id; under the empty one what stands alone."""
        found: dict[str, list[PlacedSound]] = {name: [] for name in ("", *self.nests)}
        for sound in self.heard:
            found[nest if (nest := _outermost(sound)) in self.nests else ""].append(sound)
        return found


def _outermost(sound: PlacedSound) -> str:
    """Return the shot that plays the sequence a sound is in; nothing where it is in none."""
    kind, _, name = sound.owner.partition(" ")
    outermost, _, inside = name.partition("/")
    return outermost if kind == "shot" and inside else ""


def sheets_of(programme: Programme, ledger: Ledger, *, nests: Nests) -> tuple[Sheet, ...]:
    """Return the cut and all sequences it leads to as nests, outer ones first; tell which are laid flat, and why."""
    scene = programme.scene
    main = Sheet(name="", cut=programme.cut, flat=programme.cut, scene=scene, heard=place_sounds(scene))
    if not programme.production.document.sequences:
        return (main,)
    if nests is Nests.NONE:
        _tell_all_flat(programme, ledger)
        return (main,)
    return tuple(_Bench(programme, ledger, nests).sheets(main))


def _tell_all_flat(programme: Programme, ledger: Ledger) -> None:
    sequences = programme.production.document.sequences
    for name, entry in entries_of(programme.production.document).items():
        if entry.media in sequences and not entry.omit:
            _tell_flat(name, entry.media, "", ledger)


def _tell_flat(shot: str, sequence: str, reason: str, ledger: Ledger) -> None:
    why = f"the sequence {sequence} is laid flat: its shots go out one by one"
    ledger.approximate(shot, "nested", f"{why}, as {reason}" if reason else why)


class _Bench:
    """The document's lists, once with all sequences flat and once with none."""

    def __init__(self, programme: Programme, ledger: Ledger, nests: Nests) -> None:
        self.programme, self.ledger, self.nests = programme, ledger, nests
        self.document = programme.production.document
        self.entries = entries_of(self.document)
        flat = self._resolver({})
        flat.sequences = self.document.sequences
        self.sequences: Sequences = resolved_sequences(flat)

    def _resolver(self, sources: Mapping[str, object]) -> CutResolver:
        return CutResolver(
            rate=self.document.format.rate,
            sources=sources or self.programme.sources,  # type: ignore[arg-type] # of Source, both
            complain=lambda *_: None,  # the programme is resolved already: nothing is wrong
            start=self.programme.cut.start,
        )

    def sheets(self, main: Sheet) -> Iterator[Sheet]:
        """Return the sheet of the cut, and those of the sequences that it leads to."""
        whole = self._resolver(self.sequences.sources).track(self.document.cut, ("cut",))
        layers = self._resolver(self.sequences.sources).layers(self.document.over, main.flat)
        yield (first := self._with_nests(main, whole, layers))
        wanted = set(first.nests.values())
        for name in reversed(self.sequences.cuts):  # the innermost were resolved first
            if name in wanted:
                yield (sheet := self._sequence(name))
                wanted |= set(sheet.nests.values())

    def _sequence(self, name: str) -> Sheet:
        cut = self.sequences.cuts[name]
        scene = self._scene(cut)
        flat = Sheet(name=name, cut=cut, flat=cut, scene=scene, heard=place_sounds(scene))
        place = ("sequences", name)
        return self._with_nests(
            flat, self._resolver(self.sequences.sources).track(self.document.sequences[name], place)
        )

    def _with_nests(self, flat: Sheet, whole: Cut, layers: Sequence[Layer] = ()) -> Sheet:
        """Return a sheet with every nest that can go out as one standing whole."""
        nests: dict[str, str] = {}
        heard: dict[str, list[PlacedSound]] = {}
        for sound in flat.heard:
            heard.setdefault(_outermost(sound), []).append(sound)
        for shot in (*(each for each in whole.events if isinstance(each, Shot)), *(each.shot for each in layers)):
            if shot.media not in self.sequences.cuts:
                continue
            inside = heard.get(shot.shot, []), flat.scene.form
            reason = why_flat(shot, self.sequences.cuts[shot.media], self.entries, inside)
            if not reason and self.nests is Nests.PLAIN and getattr(shot.source, "speed", 0) != 1:
                reason = "the format plays nests at 100%"
            if reason:
                _tell_flat(shot.shot, shot.media, reason, self.ledger)
            else:
                nests[shot.shot] = shot.media
        cuts = self.sequences.cuts
        cut = laid_flat(whole, cuts, lambda *_: None, keeping=nests)
        above = tuple(
            laid
            for each in layers
            for laid in ((each,) if each.shot.shot in nests else layers_flat(each, cuts, lambda *_: None))
        )
        return dataclasses.replace(flat, cut=dataclasses.replace(cut, layers=above), nests=nests)

    def _scene(self, cut: Cut) -> Scene:
        """Return the sound of a sequence as it is without a programme around it: its shots', none beyond its ends."""
        scene, rate = self.programme.scene, self.document.format.rate
        groups = Groups(self.document, self.programme.media, lambda *_: None)
        around = ShotSoundSpec()
        window = FrameRange(0, cut.duration_frames)
        shots = tuple(
            dataclasses.replace(
                each,
                spec=NestedShot(shot=cut.by_id[each.timing.shot], window=window, rate=rate).sound(each.spec, around),
            )
            for each in Hearing(self.programme.production, cut, groups).sounding()
        )
        form = dataclasses.replace(scene.form, duration_frames=cut.duration_frames, start=None)
        return dataclasses.replace(scene, form=form, shots=shots, spec=SoundSpec(), places={})
