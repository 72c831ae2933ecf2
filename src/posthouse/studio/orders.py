"""Deliverables as the build is asked for them, chosen by name, and where their files stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.delivery.jobs import VERIFY
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from posthouse.build import Target
    from posthouse.delivery.spec import DeliverableSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One deliverable: its name, what it says, and what the build is asked for."""

    name: str
    spec: DeliverableSpec
    targets: tuple[Target, ...]
    notes: tuple[str, ...] = ()
    """What a person should know of how it is made."""


def chosen_orders(orders: tuple[Order, ...], names: Sequence[str]) -> tuple[Order, ...]:
    """Return the orders named; every name must mean something."""
    if not names:
        return orders
    chosen: list[Order] = []
    for name in names:
        found = [order for order in orders if name in {order.name, order.spec.kind}]
        if not found:
            there = ", ".join(f"{order.name} ({order.spec.kind})" for order in orders) or "none"
            raise ProductionError(f"the production delivers no {name!r}", hint=f"it delivers {there}")
        chosen += [order for order in found if order not in chosen]
    return tuple(chosen)


def finished_files(orders: Iterable[Order]) -> list[Path]:
    """Return where the finished files of orders stand, reports left out."""
    return [t.destination for order in orders for t in order.targets if t.destination and t.job.kind != VERIFY.name]
