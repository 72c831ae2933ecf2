"""Where a finished movie was cut: hard cuts, dissolves and fades, from small looks at its pictures.

In come pictures in order; out go ``Join``s, each with its frames and what it is. ``looks.py`` makes the small look of a
picture, ``cuts.py`` finds hard cuts between looks and tells them from flashes and camera moves, ``dissolves.py`` and
``fades.py`` find changes over many frames, ``ramps.py`` tells where those begin and end, ``movie.py`` puts
all together. Read ``cuts.py`` first.
"""

from posthouse.assistant.detect.cuts import hard_cuts
from posthouse.assistant.detect.gradual import gradual_changes
from posthouse.assistant.detect.joins import Join, JoinKind
from posthouse.assistant.detect.looks import Looks, looks_of
from posthouse.assistant.detect.movie import joins_of

__all__ = ["Join", "JoinKind", "Looks", "gradual_changes", "hard_cuts", "joins_of", "looks_of"]
