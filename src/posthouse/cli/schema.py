"""``posthouse schema``: the JSON Schema of the document."""

from __future__ import annotations

from posthouse.cli.answer import write_json
from posthouse.cli.command import house_command


@house_command(
    "schema",
    examples="""
    posthouse schema > production.schema.json
    echo '# yaml-language-server: $schema=production.schema.json'   # as a production's first line, for editors
    """,
)
def command() -> None:
    """Write the document's JSON Schema.

    For editors that complete and check production.yaml while one types.
    """
    from posthouse.production.schema import document_schema  # late: the crafts' specs

    write_json(document_schema())
