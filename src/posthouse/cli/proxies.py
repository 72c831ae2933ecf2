"""``posthouse proxies``: small stand-ins of heavy footage, for previews."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import answer, say, table, wants_json
from posthouse.cli.command import CORES, house_command, opened, split_production

if TYPE_CHECKING:
    from posthouse.studio.proxies import Proxies, Proxy

ACTIONS = ("make", "list", "clean")


@house_command(
    "proxies",
    examples="""
    posthouse proxies
    posthouse proxies make
    posthouse proxies harbour make --size quarter
    posthouse proxies harbour clean
    """,
)
@click.argument("words", nargs=-1, metavar="[PRODUCTION] [make|list|clean]")
@click.option(
    "--size", default="half", show_default=True, metavar="half|quarter|WxH", help="Of the preview they serve."
)
@CORES
def command(words: tuple[str, ...], size: str, cores: int | None) -> None:
    """List, make or remove the proxies of heavy footage.

    A proxy has every picture of its media at half or a quarter of the size. Only previews take them; what is delivered
    is always made from the media. ``posthouse play`` makes those it needs by itself.
    """
    path, rest = split_production(words) if words[:1] not in {(action,) for action in ACTIONS} else (Path(), words)
    action = rest[0] if rest else "list"
    if action not in ACTIONS or len(rest) > 1:
        raise click.UsageError(f"say one of {', '.join(ACTIONS)}", click.get_current_context())
    if action == "clean":
        _clean(path)
    else:
        _make_or_list(path, size, cores, is_made=action == "make")


def _clean(path: Path) -> None:
    from posthouse.production.text import production_file  # late: it is the one thing this needs
    from posthouse.studio.proxies import remove_proxies

    gone = remove_proxies(production_file(path).parent)
    answer({"removed": [str(each) for each in gone]}, lambda: say(f"{len(gone)} proxies removed"))


def _make_or_list(path: Path, size: str, cores: int | None, *, is_made: bool) -> None:
    from posthouse.build import choose_progress  # late, as the whole studio
    from posthouse.review.preview import parse_size, preview_size
    from posthouse.studio.proxies import Proxies

    wanted = parse_size(size)
    with opened(path, cores=cores) as film:
        proxies = Proxies(film, preview_size(film.production.document.format.size, wanted))
        if is_made:
            proxies.make(film.engine, choose_progress(sys.stderr, is_json=wants_json()))
        facts = [_facts(proxy, proxies, is_there=proxies.is_made(proxy, film.engine)) for proxy in proxies.planned]
    answer({"proxies": facts}, lambda: _show(facts))


def _facts(proxy: Proxy, proxies: Proxies, *, is_there: bool) -> dict[str, Any]:
    return {
        "media": proxy.name,
        "size": [proxy.footage.format.width, proxy.footage.format.height],
        "proxy_size": [proxy.format.width, proxy.format.height],
        "frames": proxy.footage.last_picture + 1,
        "made": is_there,
        "file": str(proxies.target(proxy).destination),
    }


def _show(facts: list[dict[str, Any]]) -> None:
    if not facts:
        say("no footage is heavier than its preview needs")
        return
    rows = [
        (
            each["media"],
            "x".join(map(str, each["size"])),
            "x".join(map(str, each["proxy_size"])),
            str(each["frames"]),
            "made" if each["made"] else "not made yet",
        )
        for each in facts
    ]
    table(("media", ">its size", ">proxy", ">pictures", "state"), tuple(rows))
