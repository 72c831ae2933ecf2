"""One side of a comparison: a production, however it was named, with its cut in frames and what its media are."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from pathlib import PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from posthouse.editorial.anchors import Source
from posthouse.editorial.framing import Raster
from posthouse.editorial.matching import FootageKey, KeyKind
from posthouse.media.library import MediaLibrary
from posthouse.production.group_spec import MulticamSpec, SubclipSpec
from posthouse.production.ids import written_ids
from posthouse.studio.comparing.layout import Layout, laid_out
from posthouse.studio.comparing.made import made_picture
from posthouse.studio.groups import Groups
from posthouse.studio.sources import open_sources
from posthouse.studio.work_folder import WORK_FOLDER
from posthouse.timing import Timecode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.production.document import Document
    from posthouse.production.production import Production
    from posthouse.production.tree import Path
    from posthouse.studio.sources import StudioMedia

Keys = frozenset[FootageKey]


@dataclass(frozen=True, kw_only=True)
class Side:
    """A production to be compared; ``name`` is what the person called it."""

    name: str
    production: Production
    sources: Mapping[str, Source]
    """What is known of its media; those that are not there are missing."""
    keys: Mapping[str, Keys]
    """By what each media can be known."""
    opened: frozenset[str] = frozenset()
    """The media that were opened; of others only the text is known."""
    endless: frozenset[str] = frozenset()
    """Media that show one picture for ever: it does not matter from where."""
    laid: Layout | None = None
    """Its cut in frames, where that is known otherwise."""
    is_cut_only: bool = False
    """It came from a cut file, which says nothing of the other crafts."""
    is_edl: bool = False
    """It came from an EDL: one picture track, and of a transition only where it begins."""
    place: Path = ("cut",)
    """Where the list of what is laid stands in its text: the cut's, or that of a sequence."""
    nested: Mapping[str, Side] = field(default_factory=dict)
    """Its sequences as cuts of their own, by the names the other side has for them."""
    bare: Mapping[str, str] = field(default_factory=dict)
    """By media of a cut file of which it says a name and no more, that name."""
    rated: frozenset[str] = frozenset()
    """Media of which its text says the rate; that of others is a guess, where they could not be opened."""
    fileless: frozenset[str] = frozenset()
    """Media of a cut file of which it names a reel or a clip, and no file."""
    same: Mapping[str, str] = field(default_factory=dict)
    """By media of a cut file that the other side knows as one, the first of them."""
    form: str = ""
    """The format of a cut file."""
    echo: Side | None = None
    """Of a cut file: what an export of the production it is compared with would say."""
    meant: Mapping[str, str] = field(default_factory=dict)
    """By media of a cut file that an export has, too: which of the production it is there."""

    @property
    def document(self) -> Document:
        """Return its document."""
        return self.production.document

    @functools.cached_property
    def layout(self) -> Layout:
        """Return its cut in frames."""
        return self.laid or laid_out(self.document, self.sources, self.endless)

    @functools.cached_property
    def made(self) -> Mapping[str, str]:
        """Return, by the media that are made from nothing, which picture they are."""
        return {name: text for name, spec in self.document.media.items() if (text := made_picture(spec))}

    @functools.cached_property
    def first_alike(self) -> Mapping[str, str]:
        """Return, by the media of which several are one footage, the first of them: of one color, of one reel."""
        first: dict[str, str] = {}
        return {name: first.setdefault(text, name) for name, text in self.made.items()} | dict(self.same)

    @functools.cached_property
    def written_ids(self) -> frozenset[str]:
        """Return the ids somebody wrote; others are derived from media or clips, and say nothing."""
        if self.is_cut_only:
            return frozenset()
        return frozenset(name for _, name, _ in written_ids(self.production.tree.value) if name)


def side_of(production: Production, name: str) -> Side:
    """Return a production as a side; media that cannot be opened are done without."""
    media = opened_media(production)
    sources = {each: found.editorial for each, found in media.items() if found.editorial is not None}
    return Side(
        name=name,
        production=production,
        sources=with_groups(production.document, said_sources(production.document) | sources),
        opened=frozenset(sources),
        endless=frozenset(each for each, source in sources.items() if source.grid_frames is None),
        rated=frozenset(each for each, spec in production.document.media.items() if getattr(spec, "rate", None)),
        keys={each: media_keys(production, each, media.get(each)) for each in production.document.media},
    )


def opened_media(production: Production) -> dict[str, StudioMedia]:
    """Return the media of a production that can be opened."""
    work = production.folder / WORK_FOLDER
    if work.is_dir():
        with MediaLibrary(work) as library:
            return open_sources(production, library, lambda *_: None)
    with TemporaryDirectory() as folder, MediaLibrary(FilePath(folder)) as library:
        return open_sources(production, library, lambda *_: None)


def said_sources(document: Document) -> dict[str, Source]:
    """Return what the text itself says of its media's clocks, for those whose file is not there."""
    found = {}
    for name, spec in document.media.items():
        said = getattr(spec, "start", None)
        rate = getattr(spec, "rate", None) or document.format.rate
        try:
            start = None if said is None else Timecode.parse(str(said), rate)
        except ValueError:
            start = None
        found[name] = Source(rate=rate, grid_frames=None, start_timecode=start, raster=Raster(width=16, height=16))
    return found


def inside_of(side: Side, name: str) -> Side:
    """Return a sequence of a side as a cut of its own."""
    document = side.document.model_copy(update={"cut": side.document.sequences[name], "over": ()})
    laid = laid_out(document, side.sources, side.endless)
    echo = inside_of(side.echo, name) if side.echo is not None and name in side.echo.document.sequences else None
    return dataclasses.replace(side, laid=laid, place=("sequences", name), nested={}, echo=echo)


def with_groups(document: Document, sources: Mapping[str, Source]) -> dict[str, Source]:
    """Return what is known of media, with subclips and angles (``table/close``) as parts of those they are made of."""
    made = {name for name, spec in document.media.items() if isinstance(spec, SubclipSpec | MulticamSpec)}
    if not made:
        return dict(sources)
    own = {name: source for name, source in sources.items() if name.partition("/")[0] not in made}
    return dict(sources) | Groups(document, {}, lambda *_: None, own).sources


def media_keys(production: Production, name: str, media: StudioMedia | None) -> Keys:
    """Return by what a media of a production can be known."""
    keys = {FootageKey(KeyKind.NAME, name)}
    path = production.media_files().get(name)
    if path is None:
        spec = production.document.media[name]
        keys.add(FootageKey(KeyKind.ID, made_picture(spec) or repr(spec)))  # made from nothing: what it says
        return frozenset(keys)
    keys |= path_keys(path)
    reels = [getattr(production.document.media[name], "reel", "")]
    if media is not None and media.info is not None:
        keys.add(FootageKey(KeyKind.DIGEST, media.info.digest))
        reels.append(media.info.reel_name)
    keys |= {FootageKey(KeyKind.REEL, reel.casefold()) for reel in reels if reel}
    return frozenset(keys)


def path_keys(path: PurePath) -> set[FootageKey]:
    """Return by what a file can be known from its path alone."""
    return {
        FootageKey(KeyKind.PATH, str(path)),
        FootageKey(KeyKind.FILE, path.name.casefold()),
        FootageKey(KeyKind.STEM, path.stem.casefold()),
    }
