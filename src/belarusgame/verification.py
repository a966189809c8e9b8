"""Check any proven answer again in exact arithmetic, trusting no solver."""

from __future__ import annotations

from typing import Any

from belarusgame.errors import GameError, quoted
from belarusgame.solve.solution import Solution
from belarusgame.solve.verify import Verification, verify_equilibria

__all__ = ["Verification", "verify"]


def verify(result: Any) -> Verification:
    """Check the certificate of a result again.

    Parameters
    ----------
    result : Solution or any result with a certificate
        A solution of ``all_equilibria(game, certificate=True)``, or a guarantee, a tipping point or a checked
        assumption that was proven.

    Returns
    -------
    Verification
        True in a condition if every step was confirmed in rational arithmetic, with the reason if not.

    Raises
    ------
    GameError
        If what is given is no solution and carries no certificate.

    Examples
    --------
    >>> import belarusgame as bg
    >>> game = bg.Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    >>> bool(bg.verify(bg.solve.all_equilibria(game, certificate=True)))
    True
    """
    if isinstance(result, Solution):
        return verify_equilibria(result)
    certificate = getattr(result, "certificate", None)
    if certificate is None:
        raise GameError(f"{quoted(result)} carries no certificate to check")
    problems = certificate.problems()
    reason = "; ".join(problems) or "every step was confirmed in rational arithmetic"
    return Verification(accepted=not problems, reason=reason)
