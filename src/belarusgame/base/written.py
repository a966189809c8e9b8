"""Numbers as people and other programs write them, decimals and quotients, read without rounding."""

from __future__ import annotations

import re
from fractions import Fraction

from belarusgame.errors import GameError, quoted

#: A number of more characters than this is refused; every float64 can be written with fewer.
LONGEST_NUMBER = 2200

#: Decimal exponents beyond this are refused, because they would take memory without end.
LARGEST_EXPONENT = 400

# No repetition gives back what it took (``++``): what is no number is known to be none after one reading.
_NUMBER = re.compile(r"[+-]?(?:[0-9]++/[0-9]++|(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE]([+-]?[0-9]++))?)")


def is_number(text: str) -> bool:
    """Whether a text has the form of a number: ``3``, ``-0.25``, ``1e-6`` or ``1/3``."""
    return len(text) <= LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None


def read_number(text: str) -> Fraction:
    """Return the number that a text stands for, exactly; it must fit into a float64.

    Raises
    ------
    GameError
        If it has not the form of a number, is too long, too large, or divides by zero.
    """
    if len(text) > LONGEST_NUMBER:
        raise GameError(f"{quoted(text)} has more than {LONGEST_NUMBER} characters")
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise GameError(f"{quoted(text)} is not a number such as 3, -0.25 or 1/3")
    # By length before value: ``int`` of a million digits would take the time that is to be saved.
    if match[1] and (len(match[1]) > 6 or abs(int(match[1])) > LARGEST_EXPONENT):
        raise GameError(f"the exponent of {quoted(text)} is beyond {LARGEST_EXPONENT}")
    try:
        value = Fraction(text)
        # For its overflow alone: payoffs need a float64 view, however exact they are.
        float(value)
    except ZeroDivisionError:
        raise GameError(f"{quoted(text)} divides by zero") from None
    except OverflowError:
        raise GameError(f"{quoted(text)} is too large for a payoff") from None
    return value
