"""FCPXML 1.8 to 1.13, the format of Final Cut Pro: files and ``.fcpxmld`` bundles.

``read`` turns storylines with connected clips into tracks: the primary storyline is a picture track, lanes lie above
and below it, the sound of each clip goes to sound tracks. Compound clips and multicam angles become nested timelines.
``write`` makes a primary storyline of the lowest picture track and connects all else to it. All times are exact
fractions of seconds in the file and stay so: a frame is ``frameDuration``.

Standards: Apple, FCPXML Reference and its document type definitions 1.8 to 1.13; Final Cut's habits as its exports show
them. Read first: ``story.py`` for how places are found, ``pieces.py`` for time maps, ``lanes.py`` for tracks.
"""

from posthouse.interchange.fcpxml.reader import read
from posthouse.interchange.fcpxml.writer import write

__all__ = ["read", "write"]
