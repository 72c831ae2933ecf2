"""Titles that went out as clips: a format without text has a clip of the title's name in its place, without media."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.conform.naming import plain
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from posthouse.studio.comparing.layout import LaidShot
    from posthouse.studio.comparing.side import Side


def without_titles(side: Side, other: Side, linked: Collection[str]) -> Side:
    """Return the side of a cut file without the clips over its cut that are titles of the other side.

    Such a clip says no more of its media than the name of a title, and lies where that lies; or lasts as long, where
    the name is that of no media (``linked`` are those the other side has).
    """
    if not side.is_cut_only or not side.bare:
        return side
    titles = _titles(other)
    kept = tuple(shot for shot in side.layout.over if not _is_title(shot, side, titles, linked))
    if kept == side.layout.over:
        return side
    return dataclasses.replace(side, laid=dataclasses.replace(side.layout, over=kept))


def _titles(side: Side) -> dict[str, FrameRange]:
    """Return where each title lies, by its name."""
    found: dict[str, FrameRange] = {}
    for title in side.document.titles:
        start = side.layout.frame_of(title.at) or 0
        found[plain(title.title or "")] = FrameRange.lasting(start, title.length.nearest_frames(side.layout.rate))
    return found


def _is_title(shot: LaidShot, side: Side, titles: Mapping[str, FrameRange], linked: Collection[str]) -> bool:
    title = titles.get(plain(side.bare.get(shot.spec.media, "")))
    if title is None:
        return False
    is_as_long = title.duration_frames == shot.range.duration_frames
    return shot.range == title or (is_as_long and shot.spec.media not in linked)
