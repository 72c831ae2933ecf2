"""Everything about one file, found in one reading of it: facts, indexes, digest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.media.digest import FollowingDigest, digest_file
from posthouse.media.probe import Probed, probe_container
from posthouse.media.suffixes import STILL_SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.media.facts import OpenAs


def learn(path: Path, opening: OpenAs) -> Probed:
    """Return what a file holds, its digest taken in the same pass.

    Raises:
        MediaError: it is damaged, cut short, or holds neither pictures nor sound.
    """
    if path.suffix.lower() in STILL_SUFFIXES:
        from posthouse.media.stills import probe_still  # late: OpenImageIO, which footage does not need

        info = replace(probe_still(path, opening), digest=digest_file(path))
        return Probed(info=info, pictures={}, sounds={})
    with FollowingDigest(path) as following:
        probed = probe_container(path, opening, following.passed)
        return replace(probed, info=replace(probed.info, digest=following.finish()))
