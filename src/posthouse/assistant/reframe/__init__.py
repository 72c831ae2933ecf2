"""What of a picture must stay in the frame when its shape changes, and how the frame follows it.

What comes in: the pictures of a shot, the faces of some of them, and how wide the new frame is as a part of the old.
What goes out: a ``Way`` of the frame's middle: one place, or few keyframes. ``faces`` finds faces, ``small`` makes
pictures little, ``interest`` says how much each part of one draws the eye and ``people`` how much faces do, ``subject``
follows that over time, ``path`` is the camera operator, and ``keys`` writes the way as keyframes. Read ``way`` first.
"""

from posthouse.assistant.reframe.keys import PathKey
from posthouse.assistant.reframe.path import PanLimits
from posthouse.assistant.reframe.small import Small, small_of
from posthouse.assistant.reframe.way import Looked, Way, step_of, way_of

__all__ = ["Looked", "PanLimits", "PathKey", "Small", "Way", "small_of", "step_of", "way_of"]
