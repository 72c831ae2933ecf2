"""What the document may say under ``deliver:``, and what is refused with a sentence."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from posthouse.delivery.spec import CustomSpec, DeliverableSpec, FramesSpec, MezzanineSpec, StillSpec, WebSpec

READER: TypeAdapter[object] = TypeAdapter(DeliverableSpec)


def test_the_entries_of_the_contract_read() -> None:
    entries = ["web", {"as": "prores-422-hq", "name": "harbour_master"}, "stems", {"as": "still", "at": "fleet+1s"}]
    entries.append({"as": "frames", "format": "exr"})
    kinds = [getattr(READER.validate_python(entry), "kind", None) for entry in entries]
    assert kinds == ["web", "prores-422-hq", "stems", "still", "frames"]


def test_a_bare_name_is_the_mapping_without_settings() -> None:
    assert READER.validate_python("web") == READER.validate_python({"as": "web"}) == WebSpec()
    assert READER.validate_python("dnxhr-hqx") == MezzanineSpec.model_validate({"as": "dnxhr-hqx"})


def test_options_are_read_as_text_and_cannot_change() -> None:
    spec = READER.validate_python({"as": "custom", "codec": "libx265", "options": {"g": 24, "fast": True}})
    assert isinstance(spec, CustomSpec)
    assert dict(spec.options) == {"g": "24", "fast": "1"}
    assert hash(spec) == hash(spec.model_copy())
    with pytest.raises(TypeError):
        spec.options["g"] = "1"  # type: ignore[index] # that it cannot is the claim


@pytest.mark.parametrize(("written", "bits_per_second"), [("192k", 192_000), (256_000, 256_000), ("1M", 1_000_000)])
def test_bit_rates_read_with_their_units(written: object, bits_per_second: int) -> None:
    spec = READER.validate_python({"as": "web", "sound_bit_rate": written})
    assert isinstance(spec, WebSpec)
    assert spec.sound_bit_rate == bits_per_second


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("wbe", "there is no deliverable 'wbe'; did you mean web?"),
        ("qqqq", "there is no deliverable 'qqqq'; there are web, hevc, hdr10, hlg, prores"),
        (3, "3 is not a deliverable"),
        ({"as": "web", "crf": 52}, "less than or equal to 51"),
        ({"as": "web", "color": "x"}, "'rec709', 'p3-d65'"),
        ({"as": "web", "preset": "quick"}, "'ultrafast', 'superfast'"),
        ({"as": "still"}, "at"),
        ({"as": "custom"}, "codec"),
        ({"as": "web", "size": [8, 8]}, "greater than or equal to 16"),
        ({"as": "web", "options": "tune=grain"}, "not a mapping of options"),
        ({"as": "web", "name": "a/b"}, "not a name"),
    ],
)
def test_what_cannot_be_delivered_is_refused(entry: object, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        READER.validate_python(entry)


@pytest.mark.parametrize(
    "spec", [WebSpec(crf=18.0), FramesSpec(format="exr"), StillSpec.model_validate({"at": "a+1s"})]
)
def test_specs_read_back_from_what_they_write(spec: WebSpec | FramesSpec | StillSpec) -> None:
    assert READER.validate_python(spec.model_dump(mode="json", by_alias=True)) == spec


def test_the_schema_takes_bare_names_and_mappings() -> None:
    assert "prores-422-hq" in str(READER.json_schema()["anyOf"][0])
