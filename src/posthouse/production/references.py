"""What the document's parts say of each other: every name must lead somewhere.

Works on the plain document, not on the checked one, so that a misspelt shot is reported beside a mistyped number.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from posthouse.color.library import builtin_looks
from posthouse.editorial.spec import TRANSITIONS, cut_item_tag
from posthouse.fields import Anchor, AnchorKind
from posthouse.fields.anchor import is_readable_as_time
from posthouse.fields.names import is_name
from posthouse.mix.spec import DuckSpec
from posthouse.production import raw
from posthouse.production.dual_spec import dual_findings
from posthouse.production.finding import Finding
from posthouse.production.ids import ids_by_path, written_ids
from posthouse.production.media_spec import SOUND_GENERATORS
from posthouse.production.nesting import STEMS, nesting_findings, reached
from posthouse.production.sentences import nearest, nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from posthouse.production.tree import Path, Plain

__all__ = ["Finding", "findings"]


class Names:
    """The names a document defines."""

    def __init__(self, document: Plain) -> None:
        self.ids = ids_by_path(document)
        self.media = {name: item for _, name, item in raw.named(document, "media")}
        self.cut_shots = {self.ids[path] for path, _ in raw.cut_shots(document)}
        self.over_shots = {self.ids[path] for path, _ in raw.entries(document, "over")}
        self.nested_shots = {self.ids[path] for path, _ in raw.sequence_shots(document)}
        self.shots = self.cut_shots | self.over_shots | self.nested_shots
        self.sequences = {name for _, name, _ in raw.named(document, "sequences")}
        self.looks = {name for _, name, _ in raw.named(document, "color", "looks")}


def findings(document: Plain) -> Iterator[Finding]:
    """Yield every name that leads nowhere, every id used twice, every transition with nothing beside it."""
    names = Names(document)
    yield from _ids(document)
    if not _is_lost(document, "media", dict):
        yield from _media(document, names)
    if not _is_lost(document, "cut", list):
        yield from _anchors(document, names)
        yield from _shots(document, names)
    yield from _transitions(document, "cut")
    for _, name, _ in raw.named(document, "sequences"):
        yield from _transitions(document, "sequences", name)
    yield from nesting_findings(document)
    yield from dual_findings(document)
    yield from _looks(document, names)
    yield from _stems(document)
    yield from _deliverables(document)
    yield from _encoders(document)


def _is_lost(document: Plain, key: str, kind: type) -> bool:
    """Return whether a part that defines names is there but unreadable, or misspelt; then only that is reported."""
    if not isinstance(document, dict) or document.get(key) is not None:
        return not isinstance(raw.at(document, key), kind)
    return any(nearest_name(name, (key,)) for name in document if name != "cut")


def _ids(document: Plain) -> Iterator[Finding]:
    first: dict[str, Path] = {}
    for path, name, _ in written_ids(document):
        if not name:
            continue
        key = _id_key(path)
        if name in first:
            yield Finding((*path, key), f"the id {name} is used twice", "give this one another", first[name])
        first.setdefault(name, (*path, key))
        if key == "shot" and is_name(name) and is_readable_as_time(name):
            hint = "take another id, with a letter first and no time at its end"
            yield Finding((*path, key), f"{name} would be read as a time in an anchor", hint)


def _id_key(path: Path) -> str:
    if path[0] == "sequences":
        return "shot"
    keys = {"titles": "title", "cues": "cue", "music": "music", "ambience": "ambience", "markers": "marker"}
    return keys.get(str(path[-2]), "shot")


def _media(document: Plain, names: Names) -> Iterator[Finding]:
    pictures = [*raw.cut_shots(document), *raw.sequence_shots(document), *raw.entries(document, "over")]
    sounds = [
        *((path, item, "play") for path, item in raw.entries(document, "sound", "cues")),
        *((path, item, "from") for path, item in raw.entries(document, "sound", "music")),
        *((path, item, "from") for path, item in raw.entries(document, "sound", "ambience")),
    ]
    for path, item in pictures:
        yield from _media_name(path, item, "from", names, wants_picture=True)
    for path, item, key in sounds:
        yield from _media_name(path, item, key, names, wants_picture=False)


def _media_name(path: Path, item: Plain, key: str, names: Names, *, wants_picture: bool) -> Iterator[Finding]:
    name = raw.text_at(item, key)
    if name is None or (wants_picture and name in names.sequences):
        return
    if name not in names.media:
        if name in names.sequences:
            yield Finding((*path, key), f"{name} is a sequence", "its sound comes with the shots that play it")
            return
        hint = (
            nearest(name, [*names.media, *(names.sequences if wants_picture else ())])
            if names.media
            else "list it under media:, as " + name + ": footage/file.mov"
        )
        yield Finding((*path, key), f"there is no media {name}", hint)
        return
    if not wants_picture and raw.at(names.media[name], "multicam") is not None:
        yield Finding((*path, key), f"{name} is a multicam", "play the media of one of its angles")
    generator = raw.at(names.media[name], "generate")
    if isinstance(generator, dict) and bool(generator.keys() & set(SOUND_GENERATORS)) == wants_picture:
        lacks, has = ("picture", "sound") if wants_picture else ("sound", "picture")
        yield Finding((*path, key), f"{name} is made of {has} only", f"name a media with {lacks}")


def _anchors(document: Plain, names: Names) -> Iterator[Finding]:
    for path, text, is_over in _anchor_texts(document):
        try:
            anchor = Anchor.parse(text)
        except ValueError:
            continue  # the field itself says so
        known = names.cut_shots | names.nested_shots if is_over else names.shots
        unknown = [part for part in anchor.shot.split("/") if part not in known]
        if anchor.kind is not AnchorKind.PROGRAMME and unknown:
            is_over_shot = anchor.shot in names.over_shots
            hint = "anchor it to a shot of the cut" if is_over_shot else nearest(unknown[0], sorted(known))
            cause = f"{anchor.shot} lies over the cut itself" if is_over_shot else f"there is no shot {unknown[0]}"
            yield Finding(path, cause, hint)


def _anchor_texts(document: Plain) -> Iterator[tuple[Path, str, bool]]:
    for place in raw.ANCHORED:
        for path, item in raw.entries(document, *place):
            for key in ("at", "start") if place == ("deliver",) else ("at",):
                if text := raw.text_at(item, key):
                    yield (*path, key), text, place == ("over",)


def _shots(document: Plain, names: Names) -> Iterator[Finding]:
    uses = [
        *((path, item, "under") for path, item in raw.entries(document, "sound", "music")),
        *((path, item, "under") for path, item in raw.entries(document, "sound", "ambience")),
        *((path, item, "shot") for path, item in raw.entries(document, "effects")),
    ]
    found = [found for path, item, key in uses for found in raw.texts_at(path, item, key)]
    found += [(path, name) for path, name, _ in raw.named(document, "color", "grades") if name != "*"]
    for path, name in found:
        if name not in names.shots:
            yield Finding(path, f"there is no shot {name}", nearest(name, sorted(names.shots)))


def _transitions(document: Plain, *place: str) -> Iterator[Finding]:
    """Yield each transition that has no shot or gap on one side, once omitted shots are out."""
    items = [(path, cut_item_tag(item)) for path, item in raw.entries(document, *place) if item.get("omit") is not True]
    for index, (path, kind) in enumerate(items):
        if kind not in TRANSITIONS:
            continue
        sides = (items[index - 1][1] if index else None, items[index + 1][1] if index + 1 < len(items) else None)
        if None in sides:
            side = "before" if sides[0] is None else "after"
            hint = "put a gap there, as gap: 24f, to come from or go to black"
            yield Finding((*path, kind), f"this {kind} has nothing {side} it", hint)
        elif sides[1] in TRANSITIONS:
            hint = "put a shot between them or take one out; omitted shots do not count"
            yield Finding((*items[index + 1][0], sides[1]), "two transitions follow each other", hint)


def _looks(document: Plain, names: Names) -> Iterator[Finding]:
    uses: dict[str, set[str]] = {}
    for place in ("looks", "grades"):
        for path, name, item in raw.named(document, "color", place):
            for where, look in _look_names(path, item):
                if look not in names.looks and look not in builtin_looks():
                    known = sorted({*names.looks, *builtin_looks()})
                    yield Finding(where, f"there is no look {look}", nearest(look, known))
                if place == "looks":
                    uses.setdefault(name, set()).add(look)
    for name in sorted(uses):
        if name in reached(name, uses):
            yield Finding(
                ("color", "looks", name), f"the look {name} is made of itself", "take it out of its own chain"
            )


def _look_names(path: Path, grade: Plain) -> Iterator[tuple[Path, str]]:
    if isinstance(grade, str):
        yield path, grade
    if isinstance(grade, dict):
        yield from raw.texts_at(path, grade, "look")
        steps = grade.get("ops")
        for index, step in enumerate(steps if isinstance(steps, list) else []):
            yield from _look_names((*path, "ops", index), step)


def _stems(document: Plain) -> Iterator[Finding]:
    found: list[tuple[Path, str]] = [(path, name) for path, name, _ in raw.named(document, "mix", "tracks")]
    ducks = raw.at(document, "mix", "duck")
    duck_fields = DuckSpec.model_fields.keys() - {"gain"}
    listed: Iterable[tuple[Path, Plain]] = (
        [(("mix", "duck", index), duck) for index, duck in enumerate(ducks)]
        if isinstance(ducks, list)
        else [(("mix", "duck"), ducks)]
    )
    for path, duck in listed:
        found += raw.texts_at(path, duck, "under")
        found += [((*path, key), key) for key in (duck if isinstance(duck, dict) else ()) if key not in duck_fields]
    for path, name in found:
        if name not in STEMS:
            yield Finding(path, f"there is no track {name}", nearest(name, STEMS))


def _deliverables(document: Plain) -> Iterator[Finding]:
    written = raw.at(document, "deliver")
    first: dict[str, Path] = {}
    bare = Counter(item for item in written if isinstance(item, str)) if isinstance(written, list) else Counter()
    for index, item in enumerate(written if isinstance(written, list) else []):
        name = raw.text_at(item, "name")
        if name and name.lower() in first:
            hint = "their files would overwrite each other: give this one another name"
            yield Finding(("deliver", index, "name"), f"two deliverables are called {name}", hint, first[name.lower()])
        if name:
            first.setdefault(name.lower(), ("deliver", index, "name"))
        if isinstance(item, str) and bare[item] > 1:
            bare[item] -= 1
            hint = f"take one out, or write {{as: {item}, name: ...}}"
            yield Finding(("deliver", index), f"{item} is asked for twice", hint)


def _encoders(document: Plain) -> Iterator[Finding]:
    for path, item in raw.entries(document, "deliver"):
        sound = item.get("sound")
        pictures = (*path, "codec"), raw.text_at(item, "codec")
        sounds = (*path, "sound", "codec"), raw.text_at(sound, "codec")
        for where, codec in (pictures, sounds):
            if codec is not None and (problem := _encoder_problem(codec, is_sound="sound" in where)):
                yield Finding(where, *problem)


def _encoder_problem(codec: str, *, is_sound: bool) -> tuple[str, str] | None:
    # PyAV takes a tenth of a second to import, and few documents name an encoder.
    from posthouse.media.encoder_names import encoder_kinds

    kinds = encoder_kinds()
    if codec not in kinds:
        return f"there is no encoder {codec}", nearest(codec, kinds)
    wanted = "sound" if is_sound else "pictures"
    if kinds[codec] != wanted:
        return f"{codec} is an encoder of {kinds[codec]}, not of {wanted}", "name another"
    return None
