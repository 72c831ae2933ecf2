"""Media references, both ways."""

from __future__ import annotations

import dataclasses
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from posthouse.interchange.otio.exact import exact_time
from posthouse.interchange.otio.metadata import as_plain, facts_of, own_words, with_words
from posthouse.interchange.plain import plain, unplain
from posthouse.interchange.timeline import MediaKind, MediaRef, SourceSpan

if TYPE_CHECKING:
    from posthouse.timing import Rate

_SURE_LABEL_SECONDS = 3600
"""A source time beyond the first hour is a label, not a count of frames: shots are counted in minutes."""
_GENERATORS = {MediaKind.BLACK: "black", MediaKind.BARS: "SMPTEBars", MediaKind.COLOR: "Solid Color"}
_NATIVE = {"name", "kind", "file", "available"}


def media_of(clip: Any) -> MediaRef:
    """Return what a clip is cut from."""
    reference = clip.media_reference
    words = own_words(reference.metadata) if reference is not None else {}
    found = MediaRef(
        name=(reference.name if reference is not None else "") or _file_name(reference) or clip.name,
        kind=_kind_of(reference),
        file=_file_of(reference),
        reel=_reel_of(clip, reference),
        available=_available_of(reference),
        has_timecode=_has_timecode(clip, reference),
        facts={} if reference is None else facts_of(reference.metadata, words),
    )
    try:
        kept = {key: item for key, item in words.items() if key not in _NATIVE}
        said = unplain(MediaRef, {"name": found.name, **kept, **_kind_word(words)})
    except ValueError:
        return found
    changes = {name: getattr(said, name) for name in {*kept, *_kind_word(words)} - {"facts"}}
    return dataclasses.replace(found, **changes)


def _kind_word(words: dict[str, Any]) -> dict[str, Any]:
    return {"kind": words["kind"]} if "kind" in words else {}


def _kind_of(reference: Any) -> MediaKind:
    import opentimelineio as otio  # slow to import: only where a file is read

    if isinstance(reference, otio.schema.GeneratorReference):
        asked = f"{reference.generator_kind} {reference.name}".lower()
        if "bar" in asked:
            return MediaKind.BARS
        if "text" in asked or "title" in asked:
            return MediaKind.TITLE
        return MediaKind.BLACK if "black" in asked or "slug" in asked else MediaKind.COLOR
    if isinstance(reference, otio.schema.ImageSequenceReference | otio.schema.ExternalReference):
        return MediaKind.FILE if _file_of(reference) else MediaKind.MISSING
    return MediaKind.MISSING


def _file_of(reference: Any) -> str:
    import opentimelineio as otio  # as above

    if isinstance(reference, otio.schema.ImageSequenceReference):
        digits = f"%0{reference.frame_zero_padding}d" if reference.frame_zero_padding else "%d"
        base = _unquoted(reference.target_url_base)
        return f"{base.rstrip('/')}/{reference.name_prefix}{digits}{reference.name_suffix}".lstrip(
            "/" if not base else ""
        )
    return _unquoted(reference.target_url) if isinstance(reference, otio.schema.ExternalReference) else ""


def _unquoted(url: str) -> str:
    """Return the path of a file URL; any other URL, or a bare path, as it is written."""
    if not url.lower().startswith("file:"):
        return url if "://" in url or "%" not in url else unquote(url)
    path = unquote(urlsplit(url).path)
    return path[1:] if path[2:3] == ":" else path


def _file_name(reference: Any) -> str:
    return PurePosixPath(_file_of(reference).replace("\\", "/")).name


def _reel_of(clip: Any, reference: Any) -> str:
    """Return the reel other adapters keep in a clip's metadata."""
    for metadata in (clip.metadata, getattr(reference, "metadata", {})):
        found = as_plain(metadata.get("cmx_3600", {})) if "cmx_3600" in metadata else {}
        if isinstance(found, dict) and found.get("reel"):
            return str(found["reel"])
    return ""


def _available_of(reference: Any) -> SourceSpan | None:
    given = reference.available_range if reference is not None else None
    if given is None:
        return None
    start, duration = exact_time(given.start_time), exact_time(given.duration)
    return SourceSpan(rate=duration.rate, start=start.at(duration.rate), duration=duration.value)


def _has_timecode(clip: Any, reference: Any) -> bool:
    """Return whether source times are labels; OTIO does not say, so what is available tells, or how late they are."""
    given = reference.available_range if reference is not None else None
    if given is not None:
        return exact_time(given.start_time).value != 0
    used = clip.source_range
    return used is not None and exact_time(used.start_time).seconds >= _SURE_LABEL_SECONDS


def written_media(media: MediaRef, otio: Any) -> Any:
    """Return a media reference."""
    words = {key: item for key, item in plain(media).items() if key not in _NATIVE and key != "facts"}
    native = MediaKind.FILE if media.file else MediaKind.MISSING
    if media.kind is not native:
        words["kind"] = str(media.kind)
    given: dict[str, Any] = {
        "available_range": None if media.available is None else _range_of(media.available, otio),
        "metadata": with_words(words, media.facts),
    }
    if media.kind in _GENERATORS or media.kind is MediaKind.TITLE:
        kind = _GENERATORS.get(media.kind, "Text")
        made = otio.schema.GeneratorReference(name=media.name, generator_kind=kind, **given)
    elif media.file:
        made = otio.schema.ExternalReference(target_url=_url_of(media.file), **given)
    else:
        made = otio.schema.MissingReference(**given)
    made.name = media.name
    return made


def _url_of(file: str) -> str:
    """Return an absolute path as a file URL, anything else as it is."""
    if file.startswith("/"):
        return "file://" + quote(file)
    return "file:///" + quote(file.replace("\\", "/"), safe="/:") if file[1:2] == ":" else file


def _range_of(span: SourceSpan, otio: Any) -> Any:
    return otio.opentime.TimeRange(time_of(span.start, span.rate, otio), time_of(span.duration, span.rate, otio))


def time_of(value: object, rate: Rate, otio: Any) -> Any:
    """Return a number of frames as OTIO's time."""
    return otio.opentime.RationalTime(float(value), float(rate.fraction))  # type: ignore[arg-type] # a number
