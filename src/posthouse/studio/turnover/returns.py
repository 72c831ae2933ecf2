"""Versions that come back: found by name, checked against what went out, put into the cut.

A version belongs to the pull whose name (without its version) its own begins with; the number behind ``_v`` is its
version. The newest is taken, or the one that is approved. A version of another length, size or rate is refused.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from posthouse.errors import MediaError, PosthouseError
from posthouse.media.suffixes import MEDIA_SUFFIXES
from posthouse.studio.turnover.delivered import Delivered, delivered
from posthouse.studio.turnover.earlier import RECORD
from posthouse.studio.turnover.pulled import Pulled
from posthouse.studio.turnover.version_names import stem_of, version_in
from posthouse.timing import Rate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from posthouse.media.facts import MediaInfo
    from posthouse.media.library import MediaLibrary

_NUMBERED = re.compile(r"(.*?)[._]?(\d{3,8})(\.[A-Za-z0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Pulled):
    """A pull that went out, as the turnover's record has it."""

    start: str

    @property
    def stem(self) -> str:
        """Return its name without the version and what stands for the plate."""
        return stem_of(self.name, self.shot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A version that came back, and what is wrong with it; ``head_frames`` are the handles before the cut's first."""

    sent: Sent
    version: int
    path: Path
    head_frames: int = 0
    kind: Delivered = Delivered.SOURCE
    problems: tuple[str, ...] = ()

    @property
    def doubt(self) -> str:
        """Return what a person should look at; empty where there is nothing."""
        is_light = self.path.suffix.lower() == ".exr"
        if is_light == (self.sent.form == "exr"):
            return ""
        held, went = ("light", "codes") if is_light else ("codes", "light")
        return f"it holds {held}, {went} went out: look at its color"

    def facts(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "doubt": self.doubt,
            "shot": self.sent.shot,
            "version": self.version,
            "path": str(self.path),
            "is": str(self.kind),
            "problems": list(self.problems),
        }


def sent_pulls(turnovers: Path) -> dict[str, Sent]:
    """Return the pull each shot went out with last, of all turnovers in a folder, or of the one that it is.

    Raises:
        MediaError: there is none, or a record that cannot be read.
    """
    found: dict[str, Sent] = {}
    own = turnovers / RECORD
    for record in [own] if own.is_file() else sorted(turnovers.glob(f"*/{RECORD}")):
        try:
            facts = json.loads(record.read_text(encoding="utf-8"))
            if facts.get("kind") == "sound":
                continue
            for pull in facts["pulls"]:
                found[pull["shot"]] = _sent(pull)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            hint = "make the turnover again: its record is written anew"
            raise MediaError(f"{record} is no record of a turnover: {error}", hint=hint) from error
    if not found:
        raise MediaError(
            f"there is no turnover in {turnovers}", hint="say where it went out with --sent, or make one: turnover vfx"
        )
    return found


def _sent(pull: Mapping[str, Any]) -> Sent:
    kept = ("name", "shot", "media", "first_picture", "pictures", "head", "tail", "start", "has_timecode")
    width, height = pull["size"]
    later = ("speed", "shown", "leads", "form", "color")  # records of the first turnovers do not have them
    said = {key: pull[key] for key in kept} | {key: pull[key] for key in later if key in pull}
    programme = Rate(Fraction(pull["programme_rate"])) if pull.get("programme_rate") else None
    return Sent(**said, rate=Rate(Fraction(pull["rate"])), size=(width, height), programme_rate=programme)


def returned_versions(
    sent: Mapping[str, Sent], folder: Path, library: MediaLibrary, approved: Mapping[str, int]
) -> list[Returned]:
    """Return the version of each shot that is to be used, checked; shots of which nothing came back are left out.

    Raises:
        MediaError: the folder is none, or an approved version is not there.
    """
    if not folder.is_dir():
        raise MediaError(f"{folder} is no folder", hint="name the folder versions come back to")
    by_shot: dict[str, dict[int, list[Path]]] = {}
    for path in _versions_in(folder):
        owner, version = _owner(path, sent.values())
        if owner is not None:
            by_shot.setdefault(owner.shot, {}).setdefault(version, []).append(path)
    _check_approved(approved, by_shot)
    found = []
    for shot, versions in by_shot.items():
        version = approved.get(shot, max(versions))
        found.append(_one_of([_checked(sent[shot], version, path, library) for path in versions[version]]))
    return sorted(found, key=lambda each: each.sent.shot)


def _one_of(files: Sequence[Returned]) -> Returned:
    """Return the file that is a version: of those that can be, the one of the kind that went out, if it is one."""
    able = usable(files) or list(files)
    alike = [each for each in able if (each.path.suffix.lower() == f".{each.sent.form}") == _is_of_images(each.sent)]
    able = alike if len(alike) == 1 else able
    if len(able) == 1 or able[0].problems:
        return able[0]
    words = f"it came back as {' and as '.join(each.path.name for each in able)}: leave the one that is meant"
    return replace(able[0], problems=(words,))


def _is_of_images(sent: Sent) -> bool:
    return sent.form in {"png", "exr"}


def _check_approved(approved: Mapping[str, int], by_shot: Mapping[str, Mapping[int, object]]) -> None:
    for shot, version in approved.items():
        there = sorted(by_shot.get(shot, {}))
        if version not in there:
            hint = f"there are {', '.join(f'v{each}' for each in there)}" if there else "nothing came back for it"
            raise MediaError(f"version {version} of {shot} is approved but not there", hint=hint)


def _versions_in(folder: Path) -> list[Path]:
    """Return every movie and image sequence (as a pattern) in a folder and those in it."""
    found: dict[Path, None] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in MEDIA_SUFFIXES or any(p.startswith(".") for p in path.relative_to(folder).parts):
            continue
        match = _NUMBERED.fullmatch(path.name)
        is_image = path.suffix.lower() in {".exr", ".png", ".dpx", ".tif", ".tiff", ".jpg"}
        if match and is_image:
            mark = path.name[len(match[1]) : path.name.index(match[2], len(match[1]))]
            found[path.with_name(f"{match[1]}{mark}{'#' * len(match[2])}{match[3]}")] = None
        else:
            found[path] = None
    return list(found)


def _owner(path: Path, sent: Iterable[Sent]) -> tuple[Sent | None, int]:
    """Return the pull a file is a version of, the longest whose name its own or its folder's begins with, and which."""
    names = (path.name, path.parent.name)
    versions = [(each, version) for each in sent if (version := version_in(names, each.stem)) is not None]
    return max(versions, key=lambda each: len(each[0].stem), default=(None, 0))


def _checked(sent: Sent, version: int, path: Path, library: MediaLibrary) -> Returned:
    try:
        info = library.info(path)
    except PosthouseError as error:
        return Returned(sent=sent, version=version, path=path, problems=(error.cause,))
    kind, problems = _problems(sent, info, path)
    head = sent.head if info.pictures and info.pictures[0].frame_count == sent.pictures else 0
    return Returned(sent=sent, version=version, path=path, head_frames=head, kind=kind, problems=tuple(problems))


def _problems(sent: Sent, info: MediaInfo, path: Path) -> tuple[Delivered, list[str]]:
    """Return what a version is, and what is wrong with it."""
    if not info.pictures:
        return Delivered.SOURCE, ["it has no picture"]
    picture = info.pictures[0]
    rate = Rate(picture.rate) if info.kind == "container" else None
    kind = delivered(sent, picture.frame_count, rate, path.name)
    problems = [] if isinstance(kind, Delivered) else [kind]
    if picture.display_size != sent.size:
        width, height = picture.display_size
        problems.append(f"it is {width}x{height}; {sent.size[0]}x{sent.size[1]} went out")
    if info.sequence_numbers and len(info.sequence_numbers) < picture.frame_count:
        problems += info.warnings
    is_light = path.suffix.lower() == ".exr"
    if sent.color and is_light != (sent.form == "exr"):
        went = "light" if sent.form == "exr" else "codes"
        problems.append(f"it holds {'light' if is_light else 'codes'}; {went} went out ({sent.color})")
    return kind if isinstance(kind, Delivered) else Delivered.SOURCE, problems


def usable(versions: Sequence[Returned]) -> list[Returned]:
    """Return the versions that have no problem."""
    return [each for each in versions if not each.problems]
