"""What of a picture must stay in the frame when its shape changes, and how the frame follows it.

What comes in: the pictures of a shot, the faces and things of some of them, and how wide the new frame is as a part of
the old. What goes out: a ``Way`` of the frame's middle: one place, or few keyframes. ``faces`` finds faces, ``things``
people from whatever side, animals and things, ``small`` makes pictures little, ``interest`` says how much each part of
one draws the eye, ``people`` how much faces do and ``bodies`` how much things do (``runs``: what is seen again is one),
``subject`` follows that over time, ``path`` is the camera operator, and ``keys`` writes the way as keyframes. Read
``way`` first.
"""

from posthouse.assistant.reframe.keys import PathKey
from posthouse.assistant.reframe.path import PanLimits
from posthouse.assistant.reframe.small import Small, small_of
from posthouse.assistant.reframe.way import THING_STEPS, Looked, Way, step_of, way_of

__all__ = ["THING_STEPS", "Looked", "PanLimits", "PathKey", "Small", "Way", "small_of", "step_of", "way_of"]
