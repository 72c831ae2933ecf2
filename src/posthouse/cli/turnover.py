"""``posthouse turnover``: what goes out to other departments, and what comes back."""

from __future__ import annotations

import click

from posthouse.cli.family import Family

KINDS = {"vfx": "turnover_vfx", "return": "turnover_return", "sound": "turnover_sound"}
"""In the order they are shown, with the module each is in."""
_HELP = """Turn shots over to other departments, and take versions in.

Every turnover takes --json.
"""
_EXAMPLES = """\b
Examples:
  posthouse turnover vfx tower balcony --handles 12
  posthouse turnover return vfx/in --take
  posthouse turnover KIND -h     each, with examples
"""


@click.group("turnover", cls=Family, modules=KINDS, help=_HELP, epilog=_EXAMPLES)
def command() -> None:
    """Run no turnover: the group itself."""
