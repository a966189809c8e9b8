"""Check any proven answer again in exact arithmetic, trusting no solver."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeGuard, runtime_checkable

from belarusgame.errors import GameError, printable, quoted
from belarusgame.solve.solution import Solution
from belarusgame.solve.verify import Verification, verify_equilibria


@runtime_checkable
class Provable(Protocol):
    """A result that says what of it does not follow from its certificate."""

    @property
    def certificate(self) -> Any:
        """What proves it; None if nothing does."""
        ...

    def problems(self) -> Sequence[str]:
        """Derive what it says from the certificate, check that, and return what is wrong.

        A record that was forged may hold anything, and what that raises is for the caller to catch.
        """
        ...


def verify(result: Any) -> Verification:
    """Check that a result follows from its certificate, and check the certificate again.

    What the record says is derived from the scenario, or the game, and the certificate in it; a field that
    says something else is not accepted, nor is anything malformed. Messages are advice and are not checked,
    nor are figures that come from random draws. Of a check every entry is
    looked at, and none is missed: it may be asked of some statements only.

    Parameters
    ----------
    result : Solution or any result with a certificate
        A solution of ``all_equilibria(game, certificate=True)``, or a guarantee, a tipping point or a checked
        assumption that was proven. One of these kinds that was not is not accepted.

    Returns
    -------
    Verification
        True in a condition if every step was confirmed in rational arithmetic, with the reason if not.

    Raises
    ------
    GameError
        If what is given is of a kind that carries no certificate.

    Examples
    --------
    >>> import belarusgame as bg
    >>> game = bg.Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    >>> bool(bg.verify(bg.solve.all_equilibria(game, certificate=True)))
    True
    """
    # Solutions are checked by rooms of their own; every other record says itself how it is checked.
    if isinstance(result, Solution):
        return verify_equilibria(result)
    if not _is_provable(result):
        raise GameError(f"{quoted(result)} carries no certificate to check")
    try:
        problems = _problems(result)
    except Exception as problem:  # what is forged may hold anything, and raise anything
        return Verification(accepted=False, reason=f"the record is malformed: {printable(str(problem))}")
    reason = "; ".join(problems) or "every step was confirmed in rational arithmetic"
    return Verification(accepted=not problems, reason=reason)


def _is_provable(result: object) -> TypeGuard[Provable]:
    try:
        return isinstance(result, Provable) and not isinstance(result, type)
    except Exception:  # an object that will not say what it has
        return False


def _problems(result: Provable) -> Sequence[str]:
    if result.certificate is None:
        return ("there is no certificate that proves it",)
    return result.problems()
