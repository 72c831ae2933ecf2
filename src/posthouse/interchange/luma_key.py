"""A luma key, as an effect of a clip: what of it is clear, by how bright it is; for formats that have one."""

from __future__ import annotations

from dataclasses import dataclass

from posthouse.interchange.timeline import Effect
from posthouse.interchange.xml_reading import plain_float

_NAME = "luma key"


@dataclass(frozen=True, slots=True, kw_only=True)
class LumaKey:
    """Nothing is seen at a luma of ``low`` and below, all at ``high`` and above; of black 0 to white 1."""

    low: float
    high: float
    is_inverted: bool = False

    def effect(self) -> Effect:
        """Return it as an effect."""
        return Effect(name=_NAME, facts={"low": self.low, "high": self.high, "inverted": self.is_inverted})

    @classmethod
    def of(cls, effect: Effect) -> LumaKey | None:
        """Return an effect as the luma key it is; None where it is none."""
        low, high = (plain_float(str(effect.facts.get(name))) for name in ("low", "high"))
        if effect.name != _NAME or low is None or high is None:
            return None
        return cls(low=low, high=high, is_inverted=effect.facts.get("inverted") is True)
