"""What is known of a production's media, remembered by content."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from pydantic import TypeAdapter, ValidationError

from posthouse.errors import MediaError
from posthouse.media.border import check_file
from posthouse.media.cache import MediaCache, Stamp
from posthouse.media.cadence import CADENCE_VERSION, FieldStory, story_from_json, story_of, story_to_json
from posthouse.media.digest import digest_file
from posthouse.media.facts import MediaInfo, OpenAs
from posthouse.media.guarded import learned
from posthouse.media.index import (
    PictureIndex,
    SoundIndex,
    pack_index,
    unpack_picture_index,
    unpack_sound_index,
)
from posthouse.media.sequences import is_pattern, probe_sequence

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from posthouse.media.probe import Probed

_INFO = TypeAdapter(MediaInfo)
_OPEN_AS = TypeAdapter(OpenAs)


def info_to_json(info: MediaInfo) -> bytes:
    """Return facts as JSON; fractions are text such as "30000/1001"."""
    return _INFO.dump_json(info)


def info_from_json(text: bytes) -> MediaInfo:
    """Return facts from ``info_to_json``."""
    return _INFO.validate_json(text)


class MediaLibrary:
    """Digests, facts and indexes, kept in ``folder/media.sqlite``; thread-safe; an unchanged file costs one stat."""

    def __init__(self, folder: Path) -> None:
        self._cache = MediaCache(folder / "media.sqlite")
        self._lock = threading.Lock()
        self._busy: dict[str, threading.Lock] = {}
        self._indexes: dict[tuple[str, str, int, str], PictureIndex | SoundIndex] = {}
        self._infos: dict[tuple[str, str], MediaInfo] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def digest(self, path: Path) -> str:
        """Return the BLAKE3 of the file's bytes (hex); any file, a look-up table as well as footage.

        For a sequence pattern, the digest of its files' numbers and digests.
        """
        if is_pattern(path):
            return self.info(path).digest
        stamp = Stamp.of(path, check_file(path))
        known = self._cache.digest(stamp)
        if known is None:
            with self._alone(stamp.path):
                known = self._cache.digest(stamp)
                if known is None:
                    known = digest_file(path)
                    self._cache.keep_digest(stamp, known)
        return known

    def info(self, path: Path, open_as: OpenAs | None = None) -> MediaInfo:
        """Return the facts of a media file, still, or sequence (a path with ``%04d`` or ``####`` in its name).

        Raises:
            MediaError: it is missing, damaged, cut short, or holds neither pictures nor sound.
        """
        opening = open_as or OpenAs()
        if is_pattern(path):
            return probe_sequence(path, opening, self.digest)
        stamp = Stamp.of(path, check_file(path))
        opened_as = _OPEN_AS.dump_json(opening).decode()
        with self._alone(stamp.path):
            info = self._remembered(self._cache.digest(stamp), opened_as)
            if info is None:
                info = self._learn(path, stamp, opening, opened_as)
        if not info.reel_name:
            info = replace(info, reel_name=path.stem, reel_name_from="file name")
        return info

    def picture_index(self, path: Path, info: MediaInfo, picture: int = 0) -> PictureIndex:
        """Return the packet index of ``info.pictures[picture]``, from the cache or by probing again."""
        found = self._index(path, info, info.pictures[picture].stream, "pictures")
        assert isinstance(found, PictureIndex)
        return found

    def sound_index(self, path: Path, info: MediaInfo, sound: int = 0) -> SoundIndex:
        """Return the packet index of ``info.sounds[sound]``, from the cache or by probing again."""
        found = self._index(path, info, info.sounds[sound].stream, "sounds")
        assert isinstance(found, SoundIndex)
        return found

    def field_story(self, path: Path, info: MediaInfo, picture: int = 0) -> FieldStory:
        """Return what the fields of ``info.pictures[picture]`` are, from the cache or by looking at every picture.

        Raises:
            MediaError: a picture cannot be decoded.
        """
        from posthouse.media.pool import DecoderPool  # late: opens FFmpeg, and asks this library for indexes

        opened_as = _OPEN_AS.dump_json(info.open_as).decode()
        kind = f"fields {info.pictures[picture].stream} {CADENCE_VERSION}"
        with self._alone(f"{info.digest} fields"):
            body = self._cache.known(info.digest, opened_as, kind)
            if body is None:
                with DecoderPool(library=self) as pool:
                    frames = range(info.pictures[picture].frame_count)
                    body = story_to_json(story_of(pool.pictures(path, info, frames, picture)))
                self._cache.keep_known(info.digest, opened_as, {kind: body})
        return story_from_json(body)

    def close(self) -> None:
        """Close the cache."""
        self._cache.close()

    def _alone(self, name: str) -> threading.Lock:
        """Return the lock under which one file is read, so that two threads do not read it at once."""
        with self._lock:
            return self._busy.setdefault(name, threading.Lock())

    def _remembered(self, digest: str | None, opened_as: str) -> MediaInfo | None:
        if digest is None:
            return None
        with self._lock:
            known = self._infos.get((digest, opened_as))
        body = None if known else self._cache.known(digest, opened_as, "info")
        if body is not None:
            try:
                known = info_from_json(body)
            except ValidationError:
                return None
            with self._lock:
                self._infos[digest, opened_as] = known
        return known

    def _learn(self, path: Path, stamp: Stamp, opening: OpenAs, opened_as: str) -> MediaInfo:
        """Probe a file and take its digest in the same pass; keep both."""
        probed = _probe(path, opening)
        digest = probed.info.digest
        if Stamp.of(path, check_file(path)) != stamp:
            raise MediaError(f"{path} changed while it was being read", hint="build again once it is copied")
        bodies = {"info": info_to_json(probed.info)}
        bodies |= {f"pictures {number}": pack_index(index) for number, index in probed.pictures.items()}
        bodies |= {f"sounds {number}": pack_index(index) for number, index in probed.sounds.items()}
        self._cache.keep_known(digest, opened_as, bodies)
        self._cache.keep_digest(stamp, digest)
        with self._lock:
            self._infos[digest, opened_as] = probed.info
        return probed.info

    def _index(self, path: Path, info: MediaInfo, number: int, kind: str) -> PictureIndex | SoundIndex:
        opened_as = _OPEN_AS.dump_json(info.open_as).decode()
        key = (info.digest, opened_as, number, kind)
        with self._alone(f"{info.digest} index"):
            with self._lock:
                found = self._indexes.get(key)
            if found is None:
                found = self._load_index(path, info, key)
                with self._lock:
                    self._indexes[key] = found
            return found

    def _load_index(self, path: Path, info: MediaInfo, key: tuple[str, str, int, str]) -> PictureIndex | SoundIndex:
        digest, opened_as, number, kind = key
        body = self._cache.known(digest, opened_as, f"{kind} {number}")
        if body is not None:
            return unpack_picture_index(body) if kind == "pictures" else unpack_sound_index(body)
        probed = _probe(path, info.open_as)
        found = probed.pictures.get(number) if kind == "pictures" else probed.sounds.get(number)
        if found is None:
            raise MediaError(f"{path} changed: it has no stream {number} any more", hint="build again")
        return found


def _probe(path: Path, opening: OpenAs) -> Probed:
    return learned(path, opening)
