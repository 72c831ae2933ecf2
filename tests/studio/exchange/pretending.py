"""A film whose media are not there: a library that answers from a table, so that every rate can be tried at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from posthouse.media.library import MediaLibrary
from posthouse.production.reader import production_from_text
from posthouse.studio.programme import resolve_programme

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from posthouse.media.facts import MediaInfo, OpenAs
    from posthouse.production import Production
    from posthouse.studio import Film
    from posthouse.studio.programme import Programme

SECONDS = 40


def probed(path: Path, folder: Path) -> MediaInfo:
    """Return what a clip is."""
    with MediaLibrary(folder / "work") as library:
        return library.info(path)


@dataclass(frozen=True, kw_only=True)
class Said:
    """A media as a test says it is; sound alone where it has no rate."""

    rate: Fraction | None
    start: str = ""


@dataclass(frozen=True, kw_only=True)
class _Table:
    """A library that knows media by their file names."""

    info_of_all: MediaInfo
    media: dict[str, Said]

    def info(self, path: Path, _open_as: OpenAs | None = None) -> MediaInfo:
        said = self.media[path.name]
        sound = replace(self.info_of_all.sounds[0], duration_samples=SECONDS * 48000)
        if said.rate is None:
            return replace(self.info_of_all, pictures=(), sounds=(sound,), digest=path.name, start_timecode="")
        frames = (SECONDS * said.rate).__floor__()
        picture = replace(
            self.info_of_all.pictures[0], rate=said.rate, frame_count=frames, duration_s=frames / said.rate
        )
        return replace(
            self.info_of_all,
            pictures=(picture,),
            sounds=(sound,),
            digest=path.name,
            start_timecode=said.start,
            reel_name=path.stem,
            reel_name_from="metadata",
        )


@dataclass(frozen=True, kw_only=True)
class PretendFilm:
    """As much of a film as going out asks for."""

    production: Production
    programme: Programme

    @property
    def folder(self) -> Path:
        """Return its folder."""
        return self.production.folder


@dataclass(frozen=True, kw_only=True)
class Pretended:
    """Makes films of documents and media that are only said."""

    info: MediaInfo

    def film(self, document: dict[str, Any], media: dict[str, Said], folder: Path) -> Film:
        """Return a film of a document; it is written into the folder too."""
        text = json.dumps(document, indent=1)
        (folder / "production.yaml").write_text(text)
        return self.film_of(text, media, folder)

    def film_of(self, text: str, media: dict[str, Said], folder: Path) -> Film:
        """Return a film of a document's text."""
        production = production_from_text(text, folder / "production.yaml")
        library = cast("MediaLibrary", _Table(info_of_all=self.info, media=media))
        return cast("Film", PretendFilm(production=production, programme=resolve_programme(production, library)))
