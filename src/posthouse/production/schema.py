"""The JSON Schema of the document, for editors that complete and check while one types (JSON Schema 2020-12)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from posthouse.fields import field_meanings
from posthouse.production.document import Document

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core.core_schema import ModelSchema

Schema: TypeAlias = dict[str, Any]  # JSON of any shape
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LONG_NAME = re.compile(r"posthouse__(\w+?)__\w+__(\w+)")


def document_schema() -> Schema:
    """Return the JSON Schema of ``production.yaml``."""
    raw = Document.model_json_schema(by_alias=True, schema_generator=_Generator)
    names = _short_names(list(raw["$defs"]))
    schema = _tidied(raw, names)
    assert isinstance(schema, dict)
    schema["$defs"] = {names[name]: part for name, part in schema["$defs"].items()}
    schema["patternProperties"] = {
        "^x-": {"description": "Anything of your own, as anchors of YAML aliases; not read."}
    }
    return {"$schema": _DIALECT, "title": "posthouse production", **schema}


class _Generator(GenerateJsonSchema):
    """Leaves out defaults that have no JSON form, and the titles made from field names."""

    ignored_warning_kinds = frozenset({"skipped-choice", "non-serializable-default"})  # type: ignore[assignment] # read only

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        """Return a spec's schema with the words written under its fields."""
        made = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        meanings = field_meanings(model)
        for name, info in model.model_fields.items():
            field = made.get("properties", {}).get(info.alias or name)
            if field is not None and name in meanings and not info.description:
                field["description"] = meanings[name]
        return made

    def field_title_should_be_set(self, _schema: object) -> bool:
        """Return False: a field's name is title enough."""
        return False


def _short_names(names: list[str]) -> dict[str, str]:
    """Return a readable name for each definition, where two crafts use the same: ``DeliverySoundSpec``."""
    short: dict[str, str] = {}
    for name in names:
        long = _LONG_NAME.fullmatch(name)
        short[name] = long[1].capitalize() + long[2].removeprefix(long[1].capitalize()) if long else name
    return short


def _tidied(part: object, names: dict[str, str]) -> object:
    if isinstance(part, list):
        return [_tidied(item, names) for item in part]
    if not isinstance(part, dict):
        return part
    tidy: Schema = {key: _tidied(item, names) for key, item in part.items()}
    if "$ref" in tidy:
        tidy["$ref"] = "#/$defs/" + names[tidy["$ref"].removeprefix("#/$defs/")]
    if isinstance(tidy.get("description"), str):
        tidy["description"] = tidy["description"].replace("``", "`").replace("\n", " ").strip()
    if isinstance(tidy.get("title"), str) and "properties" in tidy:
        del tidy["title"]
    return _without_null(tidy)


def _without_null(part: Schema) -> Schema:
    """Return an optional field's schema as that of its value: a field is left out, never null."""
    if part.get("default", 0) is None:
        part = {key: item for key, item in part.items() if key != "default"}
    choices = part.get("anyOf")
    if not isinstance(choices, list) or {"type": "null"} not in choices:
        return part
    others = [choice for choice in choices if choice != {"type": "null"}]
    around = {key: item for key, item in part.items() if key != "anyOf"}
    return {**others[0], **around} if len(others) == 1 else {"anyOf": others, **around}
