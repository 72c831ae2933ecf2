"""What a document may say under ``mix:``."""

from __future__ import annotations

import json

import jsonschema
import pytest
from pydantic import ValidationError

from posthouse.mix import DuckSpec, MixSpec, PanLaw
from posthouse.timing import Length

WRITTEN: dict[str, object] = {
    "tracks": {"dialogue": {"gain": "0 dB", "pan": 0}, "music": {"gain": "-3 dB"}, "effects": {"mute": False}},
    "duck": [{"music": "-9 dB", "under": "dialogue", "attack": "100ms", "threshold": "-45 dB"}],
    "pan_law": "-3 dB",
}


def test_document_arrives() -> None:
    spec = MixSpec.model_validate(WRITTEN)
    assert spec.tracks["music"].gain == -3
    assert spec.duck[0] == DuckSpec(
        track="music", gain=-9, under=("dialogue",), attack=Length.parse("100ms"), threshold=-45
    )
    assert hash(spec) == hash(MixSpec.model_validate(WRITTEN))


def test_one_duck_needs_no_list() -> None:
    one = MixSpec.model_validate({"duck": {"music": -9, "under": "dialogue"}})
    assert one == MixSpec.model_validate({"duck": [{"music": "-9 dB", "under": ["dialogue"]}]})


@pytest.mark.parametrize("written", ["-4.5 dB", "-4.5dB", -4.5, "-4.5"])
def test_pan_law_has_many_spellings(written: object) -> None:
    assert MixSpec.model_validate({"pan_law": written}).pan_law is PanLaw.COMPROMISE


def schema() -> dict[str, object]:
    """Return the schema, with JavaScript's names for letters and digits as Python's ``re`` knows them."""
    text = json.dumps(MixSpec.model_json_schema()).replace(r"\\p{L}\\p{N}_", r"\\w")
    parsed: dict[str, object] = json.loads(text)
    return parsed


def test_schema_accepts_what_is_written() -> None:
    jsonschema.validate(WRITTEN, schema())
    jsonschema.validate({"duck": {"music": -9, "under": ["dialogue"]}}, schema())


@pytest.mark.parametrize("duck", [{"music": -9}, {"under": "dialogue"}, {"music": 3, "under": "dialogue"}])
def test_schema_refuses_half_a_duck(duck: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"duck": duck}, schema())


REJECTED = [
    ({"duck": {"music": 9, "under": "dialogue"}}, "9 dB is no ducking"),
    ({"duck": {"music": "-inf dB", "under": "dialogue"}}, "-inf dB is no ducking"),
    ({"duck": {"under": "dialogue"}}, "a duck names one track"),
    ({"duck": {"music": -9, "undr": "dialogue"}}, "undr is no field, did you mean under"),
    ({"duck": {"music": -9}}, "under"),
    ({"pan_law": "-5 dB"}, "Input should be '-6 dB'"),
    ({"tracks": {"music": {"pan": 2}}}, "less than or equal to 1"),
    ({"tracks": {"music": {"gian": 2}}}, "Extra inputs"),
]


@pytest.mark.parametrize(("written", "message"), REJECTED)
def test_wrong_mix_is_refused(written: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        MixSpec.model_validate(written)
