"""How firmly a claim is put, from the firmest to the weakest."""

from __future__ import annotations

from typing import Literal

Firmness = Literal["stated", "hedged", "speculated"]

#: From the firmest to the weakest.
FIRMNESSES: tuple[Firmness, ...] = ("stated", "hedged", "speculated")
