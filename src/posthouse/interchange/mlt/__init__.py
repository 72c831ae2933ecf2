"""MLT XML, as melt and Shotcut write it, and Kdenlive's kind of it.

``read`` takes playlists, blanks, entries, tracks with two playlists (Kdenlive), same-track mixes, time warps, levels,
fades, nested tractors and guides to the neutral timeline; ``write`` makes a document that melt plays and Shotcut and
Kdenlive open. Everything in MLT is counted in frames of the profile, from the first frame of a file; ``out`` is the
last frame, not the one after it. MLT knows no timecode and no reel.

Source: MLT documentation, "MLT XML annotated DTD" and "Framework" (mltframework.org), and what melt 7 writes.
"""

from posthouse.interchange.mlt.reader import read
from posthouse.interchange.mlt.writer import write

__all__ = ["read", "write"]
