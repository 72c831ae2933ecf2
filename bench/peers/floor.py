"""The floor: as many frames as the edit has, decoded and encoded with nothing between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.peers.peer import Peer

if TYPE_CHECKING:
    from pathlib import Path

    from bench.edit import Edit


def prepare(edit: Edit, out: Path) -> list[str]:
    """Return ffmpeg's command: one process, one decode, one encode."""
    material = edit.material
    words = ["ffmpeg", "-hide_banner", "-nostdin", "-y", "-i", str(material.footage), "-i", str(material.music)]
    words += ["-map", "0:v:0", "-map", "1:a:0", "-frames:v", str(edit.duration_frames), "-shortest"]
    return [*words, *edit.coding.ffmpeg, str(out)]


PEER = Peer(
    name="floor",
    does="ffmpeg, one process: decode and encode of as many frames, nothing between",
    needs="ffmpeg",
    install="apt-get install ffmpeg",
    prepare=prepare,
)
