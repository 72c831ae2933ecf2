"""Pictures and sound as they travel between crafts: planes with a format, samples with a layout.

What comes in: nothing of ours. What goes out: ``PictureFormat`` and ``Picture`` (planes of one frame),
``ChannelLayout`` and the array conventions of the house. Standards: ITU-R BT.601, BT.709, BT.2020, BT.2100 (matrices,
ranges), SMPTE ST 2036 (chroma siting), ITU-R BS.2051 (speaker layouts). Read ``picture.py`` first.
"""

from posthouse.signal.light import PictureLight
from posthouse.signal.picture import Chroma, ChromaSiting, Family, Matrix, Picture, PictureFormat, Range
from posthouse.signal.sound import ChannelLayout, Sound

__all__ = [
    "ChannelLayout",
    "Chroma",
    "ChromaSiting",
    "Family",
    "Matrix",
    "Picture",
    "PictureFormat",
    "PictureLight",
    "Range",
    "Sound",
]
