"""Check an answer again in exact arithmetic, trusting nothing that the solver computed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from belarusgame.errors import quoted
from belarusgame.solve.recheck import (
    Certificate,
    Rejected,
    StructuredCertificate,
    TwoPlayerCertificate,
    ZeroSumCertificate,
    check_record,
    check_reduced,
    check_searched,
    check_two_players,
    check_zero_sum,
)
from belarusgame.solve.solution import (
    BY_DOMINANCE,
    BY_PROGRAMS,
    BY_REDUCTION,
    BY_SEARCH,
    BY_VERTICES,
    Solution,
    common_unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Whether a certificate holds.

    Attributes
    ----------
    accepted : bool
        True if every step was confirmed.
    reason : str
        What was confirmed, or the first thing that was not.
    """

    accepted: bool
    reason: str

    def __bool__(self) -> bool:
        return self.accepted


def verify_equilibria(solution: Solution) -> Verification:
    """Check a solution of :func:`belarusgame.solve.all_equilibria.all_equilibria` in rational arithmetic.

    Whatever the record says is derived from its game and its certificate, and whatever it holds there is an
    answer: what is malformed is not accepted.

    Nothing may be missing: every support of the game must be excluded by strict dominance, by the range of a
    payoff difference, or by its cell tree, whose every step is evaluated anew; every pure profile is
    examined; and what a tree leaves open must lie in the box of a component or be unresolved. A two-player
    game needs no tree: its certificate lists the extreme points of both best-reply polyhedra, the edges of
    which must lead from one to another, so that none is missing; all equilibria follow from them.

    Everything listed must be so: an equilibrium that is regular exists and is the only one in its box, its
    index is the sign of an exact determinant, its regret, computed from the exact payoffs at the recorded
    probabilities, is at most 1e-9 of the player's payoff range and, like its payoffs, is the recorded one.
    The boxes of equilibria do not overlap, nor do they reach into a component's box that does not hold the
    equilibrium itself. Samples lie in the box of their component and are equilibria up to 1e-9 of each
    player's payoff range. A component, or an unresolved box, holds something that was not decided. Where all
    equilibria are listed and regular, their indices sum to one.

    Not checked, because there is no method for it here: that a component of a game of three or more players
    is a continuum, or connected (it is not claimed); that a pure equilibrium which is not strict is isolated
    or is not; that an unresolved box holds an equilibrium. Nor are the settings, which say what was asked for
    and nothing of the game, and what the messages of an unfinished search advise.

    Parameters
    ----------
    solution : Solution
        Found with ``certificate=True``. Checking takes seconds for games of a few dozen profiles, and far
        longer for larger ones; of two players, for games of up to about eight strategies each.

    Returns
    -------
    Verification
        Accepted or not, with the reason.

    Examples
    --------
    >>> import numpy as np, belarusgame as bg
    >>> from belarusgame.solve.all_equilibria import all_equilibria
    >>> from belarusgame.solve.verify import verify_equilibria
    >>> game = bg.Game(np.random.default_rng(4).integers(-5, 6, (3, 2, 2, 2)))
    >>> verify_equilibria(all_equilibria(game, certificate=True)).accepted
    True
    """
    try:
        return Verification(accepted=True, reason=_confirmed(solution))
    except Rejected as problem:
        return Verification(accepted=False, reason=str(problem))
    except Exception as problem:  # what is forged may hold anything, and raise anything
        return Verification(accepted=False, reason=f"the record is malformed: {problem}")


def _confirmed(solution: Solution) -> str:
    """Return what was confirmed of a solution, or raise what it is not accepted for."""
    certificate: object = solution.certificate
    if isinstance(certificate, TwoPlayerCertificate):
        check_record(solution, certificate.game, BY_VERTICES)
        return check_two_players(_without_notes(solution), certificate)
    if isinstance(certificate, ZeroSumCertificate):
        check_record(solution, certificate.game, BY_PROGRAMS)
        return check_zero_sum(_without_notes(solution), certificate)
    if isinstance(certificate, StructuredCertificate):
        check_record(solution, certificate.game, BY_REDUCTION)
        solution = _without_notes(solution)
        _check_messages(solution)
        return check_reduced(solution, certificate)
    if not isinstance(certificate, Certificate):
        raise Rejected(
            f"certificate = {quoted(certificate)} cannot be checked; solve again with certificate=True"
        )
    # Where one player at most has a choice left, dominance has settled the game and there was no search.
    settled = sum(len(labels) > 1 for labels in certificate.kept) <= 1
    check_record(solution, certificate.game, BY_DOMINANCE if settled else BY_SEARCH)
    solution = _without_notes(solution)
    _check_messages(solution)
    return check_searched(solution, certificate)


def _check_messages(solution: Solution) -> None:
    if bool(solution.messages) != bool(solution.unresolved):
        raise Rejected("there are messages exactly if something is unresolved, and here it is not so")


def _without_notes(solution: Solution) -> Solution:
    """Check what the messages say of delegations, and return the solution without it."""
    notes: tuple[str, ...] = ()
    if solution.game is not None and solution.game.delegations:
        notes = common_unit(solution.game, solution.outcomes, solution.components)
    # The notes come last, and are the same words whoever solves: they are compared letter by letter.
    kept = solution.messages[: len(solution.messages) - len(notes)]
    if solution.messages != (*kept, *notes):
        raise Rejected("it is not said which delegations make mixed play depend on a common unit")
    return replace(solution, messages=kept)
