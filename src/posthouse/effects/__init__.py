"""Effects: picture work other than color, one file for each.

What comes in: what the document says (``EffectUse``) and the time of each frame on the footage's own clock, so that an
effect follows its footage through any recut. What goes out: arguments for the effect's kernel in ``pixels``. An effect
is complete when it has a spec, a file here and a kernel there. Read ``spec.py`` first, then ``rain.py``.
"""

from posthouse.effects.rain import rain_arguments
from posthouse.effects.spec import EffectUse, RainSpec

__all__ = ["EffectUse", "RainSpec", "rain_arguments"]
