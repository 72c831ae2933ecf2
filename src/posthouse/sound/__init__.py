"""Sound design: what is heard with the cut, before the mix.

What comes in: the document's ``sound:``, the shots of the cut with the sound they bring, media that can be heard. What
goes out: one job per stem (dialogue, music, effects), a sound file as long as the programme, at the production's rate
and layout. Standards: ITU-R BS.775 (layouts into one another), SMPTE ST 12 (time). Read ``plan.py`` first, then
``placement.py`` (where), ``joins.py`` (how clips meet), ``conform.py`` and ``generate.py`` (from what).
"""

from posthouse.sound.clip import Fade, FadeShape, Loop, SoundClip
from posthouse.sound.conform import CONFORM
from posthouse.sound.generate import GENERATE
from posthouse.sound.heard import FileSound, GeneratedSound, HeardMedia
from posthouse.sound.place_shots import Overlap, SoundingShot
from posthouse.sound.placement import ShotTiming, SoundFormat
from posthouse.sound.plan import STEM_NAMES, Scene, plan_stems
from posthouse.sound.sourcetime import SourceClock
from posthouse.sound.spec import ScoreSpec, ShotSoundSpec, SoundGeneratorSpec, SoundscapeSpec, SoundSpec
from posthouse.sound.stem import STEM

__all__ = [
    "CONFORM",
    "GENERATE",
    "STEM",
    "STEM_NAMES",
    "Fade",
    "FadeShape",
    "FileSound",
    "GeneratedSound",
    "HeardMedia",
    "Loop",
    "Overlap",
    "Scene",
    "ScoreSpec",
    "ShotSoundSpec",
    "ShotTiming",
    "SoundClip",
    "SoundFormat",
    "SoundGeneratorSpec",
    "SoundSpec",
    "SoundingShot",
    "SoundscapeSpec",
    "SourceClock",
    "plan_stems",
]
