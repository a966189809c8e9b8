"""Asymptotic stability of equilibria under the replicator equation, by eigenvalues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from belarusgame.base.labels import FloatArray
from belarusgame.base.settings import option
from belarusgame.base.tables import Rows, Tabular
from belarusgame.errors import GameError
from belarusgame.game import Game, checked_game
from belarusgame.simulate.learning.learn import check_symmetric

Verdict = Literal["stable", "unstable", "undecided"]

#: A real part that is nearer to zero, relative to the size of the matrix, may be zero.
ZERO = 1e-9
#: The largest regret, relative to the payoffs, of what counts as an equilibrium.
REGRET = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Stability(Tabular):
    """How small disturbances of an equilibrium grow or shrink under the replicator equation.

    Attributes
    ----------
    eigenvalues : tuple of complex
        Of the equation linearised at the equilibrium, within the simplex: one number of strategies less one
        for each population; the greatest real part first. In units of 1 over time.
    verdict : {"stable", "unstable", "undecided"}
        ``stable``: all real parts are negative; ``unstable``: one is positive; else the linear terms do not
        tell, as round a centre.
    populations : {"several", "one"}
        Whether each player is a population of its own.
    """

    eigenvalues: tuple[complex, ...]
    verdict: Verdict
    populations: Literal["several", "one"]

    def rows(self) -> Rows:
        """Return one row an eigenvalue."""
        return [{"real part": value.real, "imaginary part": value.imag} for value in self.eigenvalues]

    @property
    def heading(self) -> str:
        """The line above the table."""
        whose = "one population" if self.populations == "one" else "a population for each player"
        return f"Stability under the replicator equation, {whose}: {self.verdict}"


def stability(
    game: Game, equilibrium: Any, *, populations: Literal["several", "one"] = "several"
) -> Stability:
    """Say whether play returns to an equilibrium: the eigenvalues of the replicator equation there.

    Parameters
    ----------
    game : Game
        With any number of players.
    equilibrium : Equilibrium or profile
        Where; its regret must vanish.
    populations : {"several", "one"}
        In a symmetric game of two, ``one`` lets both roles be filled from one population.

    Returns
    -------
    Stability
        The eigenvalues and what follows from them.

    Raises
    ------
    GameError
        For a profile from which somebody would gain by deviating, and one population in a game that is not
        symmetric.

    References
    ----------
    J. Hofbauer and K. Sigmund, "Evolutionary games and population dynamics" (1998).

    Examples
    --------
    Hawks and doves share out in one population, and take different roles in two:

    >>> import belarusgame as bg
    >>> game = bg.Game([[[-1, 2], [0, 1]], [[-1, 0], [2, 1]]])
    >>> half = [[0.5, 0.5], [0.5, 0.5]]
    >>> bg.simulate.stability(game, half, populations="one").eigenvalues
    ((-0.5+0j),)
    >>> bg.simulate.stability(game, half).verdict
    'unstable'
    """
    checked_game(game)
    option("populations", populations, ("several", "one"))
    vectors = game.vectors(equilibrium)
    _check_equilibrium(game, vectors)
    if populations == "one":
        check_symmetric(game)
        if not np.allclose(vectors[0], vectors[1], rtol=0.0, atol=1e-9):
            raise GameError('populations = "one": both players must do the same in the equilibrium')
        matrix = _one(game.deciding[0], vectors[0])
    else:
        matrix = _several(game, vectors)
    # Nothing is left where everybody has one strategy: no disturbance, hence stable.
    values = np.linalg.eigvals(matrix) if len(matrix) else np.zeros(0, dtype=np.complex128)
    ordered = sorted(map(complex, values), key=lambda value: (-value.real, -value.imag))
    return Stability(
        # Adding 0.0 turns minus zero, which would be printed, into zero.
        eigenvalues=tuple(complex(value.real + 0.0, value.imag + 0.0) for value in ordered),
        verdict=_verdict(ordered, float(np.abs(matrix).max(initial=0.0))),
        populations=populations,
    )


def _check_equilibrium(game: Game, vectors: tuple[FloatArray, ...]) -> None:
    regrets = game.regret(vectors)
    size = float(np.abs(game.deciding).max(initial=0.0))
    worst = max(regrets, key=lambda player: regrets[player])
    if regrets[worst] > REGRET * (1.0 + size):
        raise GameError(
            f"equilibrium: {worst} would gain {regrets[worst]:.3g} by deviating alone; stability is asked of "
            "equilibria"
        )


def _verdict(values: list[complex], size: float) -> Verdict:
    greatest = max((value.real for value in values), default=-1.0)
    # Linear terms that vanish leave the verdict to higher ones, which are not looked at.
    if abs(greatest) <= ZERO * (1.0 + size):
        return "undecided"
    return "unstable" if greatest > 0.0 else "stable"


def _one(payoffs: FloatArray, x: FloatArray) -> NDArray[np.float64]:
    """Linearise x_a' = x_a ((A x)_a - x A x) within the simplex."""
    earned = payoffs @ x
    # The derivative of x A x by x is A x + A' x.
    slopes = payoffs - (earned + payoffs.T @ x)[None]
    return _reduced(np.diag(earned - x @ earned) + x[:, None] * slopes, x.size)


def _several(game: Game, vectors: tuple[FloatArray, ...]) -> NDArray[np.float64]:
    """Linearise x_ia' = x_ia (u_ia - u_i) for all players, within the product of the simplices."""
    rows: list[NDArray[np.float64]] = []
    for i, own in enumerate(vectors):
        earned = game.deciding_against(i, vectors)
        blocks: list[NDArray[np.float64]] = []
        for j, other in enumerate(vectors):
            if i == j:
                # By x_ib: what u_i itself changes with the own share is what b earns; by x_jb (below) both
                # payoffs change.
                block = np.diag(earned - own @ earned) - own[:, None] * earned[None]
            else:
                pair = _pair(game.deciding[i], i, j, vectors)
                block = own[:, None] * (pair - (own @ pair)[None])
            blocks.append(_reduced(block, other.size))
        rows.append(np.concatenate(blocks, axis=1))
    return np.concatenate(rows, axis=0)


def _pair(payoffs: FloatArray, i: int, j: int, vectors: tuple[FloatArray, ...]) -> FloatArray:
    """Return what each strategy of i earns against each of j, averaged over all others."""
    tensor = np.moveaxis(payoffs, (i, j), (0, 1))
    for other in reversed([vector for k, vector in enumerate(vectors) if k not in (i, j)]):
        tensor = tensor @ other
    return tensor


def _reduced(block: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Let the last strategy's share be what the others leave."""
    # Shares add up to one, so that one eigenvalue of the full matrix would say nothing.
    return block[:-1, : count - 1] - block[:-1, count - 1 :]
