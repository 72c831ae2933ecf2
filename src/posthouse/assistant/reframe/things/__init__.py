"""People, animals and things in pictures, from whatever side, found in numpy with the numbers of a network.

What comes in: a small picture. What goes out: ``Thing`` boxes. ``model`` finds the network's file and reads it with
``flat``, ``network`` walks its steps, each worked out by ``integers`` in whole numbers, and ``found`` makes boxes of
its answers. Without the file ``can_find_things`` says no. Nothing is fetched.
"""

from posthouse.assistant.reframe.things.found import Kind, Thing, things_of
from posthouse.assistant.reframe.things.model import can_find_things

__all__ = ["Kind", "Thing", "can_find_things", "things_of"]
