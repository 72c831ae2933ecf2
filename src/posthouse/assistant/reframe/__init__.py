"""What of a picture must stay in the frame when its shape changes, and how the frame follows it.

What comes in: the pictures of a shot, and how wide the new frame is as a part of the old. What goes out: a ``Path`` of
the frame's middle: one place, or few keyframes. ``small`` makes pictures little, ``interest`` says how much each part
of one draws the eye, ``subject`` follows what does over time, ``path`` is the camera operator, and ``keys`` writes the
way as keyframes. No detector of faces is part of it: OpenCV 5's wheel brings no model, and nothing is downloaded.
"""

from posthouse.assistant.reframe.keys import PathKey
from posthouse.assistant.reframe.path import PanLimits
from posthouse.assistant.reframe.small import Small, small_of
from posthouse.assistant.reframe.way import Way, way_of

__all__ = ["PanLimits", "PathKey", "Small", "Way", "small_of", "way_of"]
