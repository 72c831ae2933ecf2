"""What the document may say about sound."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from posthouse.sound.spec import (
    AmbienceSpec,
    ScoreSpec,
    ShotSoundSpec,
    SoundGeneratorSpec,
    SoundscapeSpec,
    SoundSpec,
)

DOCUMENT = {
    "cues": [
        {"cue": "gull1", "at": "opening@00:00:05:00", "play": "gulls", "in": "0s", "for": "2s", "gain": "-6 dB",
         "stem": "effects", "fade_in": "10ms", "fade_out": "50ms"},
    ],
    "music": [{"music": "bed", "from": "theme", "under": ["opening", "fleet"], "in": "4s", "loop": True,
               "gain": "-6 dB", "fade_in": "1s", "fade_out": "2s"}],
    "ambience": [{"ambience": "storm1", "from": "storm", "under": ["opening", "fleet"], "gain": "-12 dB"}],
}  # fmt: skip


def test_document_of_the_design_is_read() -> None:
    spec = SoundSpec.model_validate(DOCUMENT)
    assert spec.cues[0].gain == -6
    assert (spec.music[0].stem, spec.ambience[0].stem) == ("music", "effects")
    assert hash(spec) == hash(SoundSpec.model_validate(DOCUMENT))


def test_generators_are_told_apart_by_their_first_key() -> None:
    adapter: TypeAdapter[SoundscapeSpec | ScoreSpec] = TypeAdapter(SoundGeneratorSpec)
    assert isinstance(adapter.validate_python({"soundscape": "rain", "intensity": 0.6, "seed": 7}), SoundscapeSpec)
    assert isinstance(adapter.validate_python({"music": "nocturne", "tempo": 66}), ScoreSpec)


@pytest.mark.parametrize(
    ("bed", "complaint"),
    [
        ({"from": "theme"}, "either under: .* or at:"),
        ({"from": "theme", "under": ["a"], "at": "a"}, "either under: .* or at:"),
        ({"from": "theme", "under": ["a"], "for": "2s"}, "for: belongs to at:"),
        ({"from": "theme", "under": ["a"], "loop": {"in": "1s", "output": "2s"}}, "output"),
    ],
)
def test_bed_without_one_clear_place_is_refused(bed: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        AmbienceSpec.model_validate(bed)


@pytest.mark.parametrize("field", [{"pan": 1.5}, {"stem": "voice"}, {"gain": "loud"}, {"leed": "2f"}])
def test_shot_sound_refuses_what_it_does_not_know(field: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ShotSoundSpec.model_validate(field)
