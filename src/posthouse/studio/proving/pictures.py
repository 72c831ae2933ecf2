"""The pictures of a production alone: without sound, titles and grades, with holes where footage is not here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from posthouse.color.spec import ColorSpec
from posthouse.editorial import CutResolver
from posthouse.errors import DocumentProblems, ProductionError
from posthouse.fields import FrozenDict
from posthouse.mix.spec import MixSpec
from posthouse.production.document import Over
from posthouse.production.document import Shot as ShotEntry
from posthouse.production.group_spec import MulticamSpec
from posthouse.production.media_spec import FileMediaSpec, GeneratedMediaSpec, SequenceMediaSpec
from posthouse.sound.spec import SoundSpec
from posthouse.studio.comparing.side import said_sources, with_groups
from posthouse.studio.shots import used_media
from posthouse.studio.sources import open_sources
from posthouse.timing import Length

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from posthouse.editorial import Source
    from posthouse.media.library import MediaLibrary
    from posthouse.production import Production
    from posthouse.production.document import Document

HOLE = "not-here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """A production of pictures only; ``away`` has, by shot, the media that is not here."""

    production: Production
    away: Mapping[str, str]


def pictures_of(production: Production, library: MediaLibrary) -> Pictures:
    """Return the pictures of a production, shots of which the footage cannot be opened as holes of their length.

    Raises:
        DocumentProblems: how long such a shot is stands neither in the text nor in its media.
    """
    bare = replace(production, document=_pictures_only(production.document))
    missing: dict[str, str] = {}
    opened = open_sources(bare, library, lambda name, error: missing.update({name: error.cause}))
    known = {name: media.editorial for name, media in opened.items() if media.editorial is not None}
    sources = with_groups(bare.document, said_sources(bare.document) | known)
    holes = _Holes(production=bare, sources=sources, missing=frozenset(missing))
    document = holes.filled()
    DocumentProblems.raise_if_any(holes.problems)
    return Pictures(production=replace(bare, document=document), away=holes.away)


def _pictures_only(document: Document) -> Document:
    """Return a document without what the cut's pictures do not need; of media, those that are seen."""
    lists = {"cut": document.cut, "over": document.over, **document.sequences}
    silent = {name: tuple(_silent(item) for item in items) for name, items in lists.items()}
    cut, over = silent.pop("cut"), silent.pop("over")
    update: dict[str, Any] = {
        **dict.fromkeys(("titles", "markers", "effects", "deliver"), ()),
        "cut": cut,
        "over": over,
        "sequences": FrozenDict(silent),
        "sound": SoundSpec(),
        "mix": MixSpec(),
        "master": None,
        "color": document.color.model_copy(update={"grades": ColorSpec().grades}),
        "media": FrozenDict({name: _mute(spec) for name, spec in document.media.items()}),
    }
    bare = document.model_copy(update=update)
    seen = used_media(bare)
    media = {name: spec for name, spec in bare.media.items() if name in seen}
    return bare.model_copy(update={"media": FrozenDict(media)})


def _silent(item: Any) -> Any:
    return item.model_copy(update={"sound": None}) if isinstance(item, ShotEntry | Over) else item


def _mute(spec: Any) -> Any:
    is_filed = isinstance(spec, FileMediaSpec | SequenceMediaSpec)
    return spec.model_copy(update={"sound_from": None}) if is_filed else spec


@dataclass(slots=True, kw_only=True)
class _Holes:
    """The shots of a document of which the media are missing."""

    production: Production
    sources: Mapping[str, Source]
    missing: frozenset[str]
    away: dict[str, str] = field(default_factory=dict)
    problems: list[ProductionError] = field(default_factory=list)

    def filled(self) -> Document:
        """Return the document with holes, in which what is missing is used no more."""
        document = self.production.document
        if not self.missing:
            return document
        sequences = {name: self._items(items, ("sequences", name)) for name, items in document.sequences.items()}
        update: dict[str, Any] = {
            "cut": self._items(document.cut, ("cut",)),
            "over": self._items(document.over, ("over",)),
            "sequences": FrozenDict(sequences),
        }
        black = GeneratedMediaSpec.model_validate({"generate": {"color": "black"}})
        media = {name: self._without_angles(spec) for name, spec in document.media.items()}
        holed = document.model_copy(update={**update, "media": FrozenDict({**media, HOLE: black})})
        seen = used_media(holed)
        return holed.model_copy(update={"media": FrozenDict({n: m for n, m in holed.media.items() if n in seen})})

    def _without_angles(self, spec: Any) -> Any:
        """Return a group without the angles that are missing."""
        if not isinstance(spec, MulticamSpec):
            return spec
        here = {name: angle for name, angle in spec.multicam.items() if angle.media not in self.missing}
        return spec.model_copy(update={"multicam": FrozenDict(here), "sound": None}) if here else spec

    def _items(self, items: Sequence[Any], place: tuple[str, ...]) -> tuple[Any, ...]:
        return tuple(self._item(item, (*place, index)) for index, item in enumerate(items))

    def _item(self, item: Any, place: tuple[str | int, ...]) -> Any:
        media = self._missing_of(item)
        if media is None:
            return item
        cut = CutResolver(
            rate=self.production.document.format.rate, sources=self.sources, complain=lambda *_: None
        ).track((item,), ("cut",))
        if cut.unsure:
            cause = f"{media} is not here, and how long {item.id} is does not stand in the text"
            hint = "say it with for:, or put the media back"
            self.problems.append(ProductionError(cause, hint=hint, place=self.production.place_of(place)))
        self.away[item.id] = media
        frames = Length.frames_of(cut.by_id[item.id].source.duration_frames)
        spot: dict[str, Any] = {"media": HOLE, "angle": None, "in_point": None, "out_point": None, "length": frames}
        spot |= {"opacity": 0.0} if isinstance(item, Over) else {}  # what lies under it is seen
        return item.model_copy(update={**spot, "speed": type(item).model_fields["speed"].default, "freeze": False})

    def _missing_of(self, item: Any) -> str | None:
        """Return the media of a shot that is not here; of a group, that of the angle it shows."""
        if not isinstance(item, ShotEntry | Over) or item.omit or item.media in self.production.document.sequences:
            return None
        source = self.sources.get(f"{item.media}/{item.angle}" if item.angle else item.media)
        name = (source.media if source is not None else "") or item.media
        return name if name in self.missing else None
