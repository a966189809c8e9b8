"""How numbers are written in figures and on the page."""

from __future__ import annotations

import math


def plain_number(value: float) -> str:
    """Write a number with at most four significant digits, with a minus sign that is one."""
    return f"{value + 0.0:.4g}".replace("-", "\u2212")


def amount(value: float) -> str:
    """Write a payoff with its sign."""
    return plain_number(value) if round(value, 9) <= 0 else f"+{plain_number(value)}"


def percent(share: float) -> str:
    """Write a share: with so many digits that it is 0 % or 100 % only if it is nothing or everything."""
    if math.isnan(share):
        return "not known"
    if share in (0.0, 1.0):
        return f"{share:.0%}"
    return f"{share:.3%}" if min(share, 1.0 - share) < 0.001 else f"{share:.1%}"


def counted(share: float, draws: int) -> int | None:
    """Return how many of the draws a share is, if it is a number of draws."""
    if math.isnan(share):
        return None
    count = round(share * draws)
    return count if math.isclose(count, share * draws, abs_tol=1e-6 * max(draws, 1)) else None


def share_words(share: float, draws: int) -> str:
    """Write a share of draws as a count of them."""
    count = counted(share, draws)
    if count is None:
        return f"{percent(share)} of {draws:,}"
    if count in (0, draws):
        return f"{'none' if count == 0 else 'all'} of {draws:,}"
    return f"{count:,} of {draws:,}"
