"""Faces in pictures, found in numpy with the numbers of a network that the extra ``faces`` installs.

What comes in: a decoded picture. What goes out: ``Face`` boxes. ``view`` makes the picture what the network wants,
``weights`` finds and reads its numbers, ``network`` works it out, and ``found`` makes boxes of its answers; the tests
hold them against OpenCV's own run of the same file. Without the extra ``can_find_faces`` says no. Nothing is fetched.
"""

from posthouse.assistant.reframe.faces.found import Face, faces_of
from posthouse.assistant.reframe.faces.view import view_of
from posthouse.assistant.reframe.faces.weights import can_find_faces

__all__ = ["Face", "can_find_faces", "faces_of", "view_of"]
