"""All Nash equilibria of a game, with a status that says whether the list is proven complete."""

from __future__ import annotations

from typing import Final

from belarusgame.base.clock import Clock
from belarusgame.base.executors import Executor, checked_executor
from belarusgame.base.settings import finite_number, flag, whole_number
from belarusgame.errors import GameError
from belarusgame.game import Game, checked_game
from belarusgame.solve.by_dominance import solved_by_dominance
from belarusgame.solve.by_reduction import solved_by_reduction
from belarusgame.solve.by_search import SearchSettings, solved_by_search
from belarusgame.solve.compared import compared
from belarusgame.solve.search import PurePlay
from belarusgame.solve.solution import Solution, with_common_unit
from belarusgame.solve.two_player import two_player_solution

#: The budget unless told otherwise.
MAX_CELLS: Final = 2_000_000


#: A set of strategies of one player must fit into one integer of the search.
MOST_STRATEGIES: Final = 60


def all_equilibria(
    game: Game,
    *,
    max_cells: int = MAX_CELLS,
    max_seconds: float | None = None,
    tolerance: float = 1e-6,
    certificate: bool = False,
    executor: Executor | None = None,
) -> Solution:
    """Find all Nash equilibria of a game: pure, partly mixed and totally mixed.

    Parameters
    ----------
    game : Game
        Of any number of players; made for 1 to 6.
    max_cells : int
        The budget: the search ends when it has taken up this many supports and cells. One costs between a
        microsecond and, for the largest games, a millisecond.
    max_seconds : float, optional
        A second budget: the time that the search may take, on whatever machine it runs. An answer that it cut
        short differs from run to run; without it the same game always has the same answer.
    tolerance : float
        A probability: regions narrower than this that could not be decided are not divided any further. They
        become components.
    certificate : bool
        Whether to keep what :func:`belarusgame.solve.verify.verify_equilibria` needs to check the answer
        again in exact arithmetic; made for small games.
    executor : object with ``submit``, optional
        Who searches: a pool of ``concurrent.futures`` or dask's ``Client``; by default this thread. The
        answer and its certificate are the same to the last bit, whoever searches. What is lost with a worker
        is handed out again, up to three times. What the executor then does not take, such as a pool of
        processes, which breaks as a whole when one is killed, is searched in this thread, with a
        RuntimeWarning; what was finished is kept. Games of two players, with ties or settled by dominance are
        solved in this thread in any case.

    Returns
    -------
    Solution
        With the concept ``"nash"``. If ``status`` is ``"complete"`` it is proven that every equilibrium is
        either listed or lies in the box of a component; rounding errors are bounded and enter every deciding
        comparison. Otherwise ``unresolved`` holds the regions that were not decided and ``messages`` says
        what to try. Pure equilibria are found by exact comparison and are always listed. A listed equilibrium
        that is regular carries its index (+1 or -1; +1 for strict pure ones) and a box in which it is proven
        to be the only equilibrium. Of the others, which no method can list point by point, each component
        gives a bounding box and samples with their regret.

    Raises
    ------
    GameError
        If a setting makes no sense.
    BelarusGameError
        If the executor fails before it has finished anything.

    Notes
    -----
    Games of two players are solved by vertex enumeration in exact arithmetic, where ``max_cells`` bounds the
    steps, the components are proven continua, and the pure equilibria in them are among their samples only.
    Where there are no ties, floating point proposes the vertices and error bounds prove that they are all.

    Games in which somebody is indifferent between two strategies at a pure profile, and which the search
    does not settle at once, are reduced exactly (``solve.structured``): supports with a
    strategy that is weakly dominated against opponents who mix over theirs are left out, and most continua
    come out as exact products of polytopes. Curves and regions are covered by cells in which nobody has a
    regret above 5 % of the payoff range, whatever the ``tolerance``. Pure equilibria that belong to
    a continuum are listed and marked (``isolated`` is False). An answer with a certificate says less of each
    equilibrium and component: neither index nor box, nor whether it is isolated or exact.

    Otherwise strictly dominated strategies are eliminated first. For each support the mixed strategies are
    divided into products of simplices, which are discarded or shrunk by multilinear bounds with multipliers;
    solutions are certified by diagonal dominance of the Jacobian and Brouwer's theorem. An executor is given
    the supports in pieces of about a tenth of a second, a large support in several. See
    ``solve.search`` for the method and the error bound. In generic games the number of
    equilibria is finite and odd (Wilson 1971, "Computing equilibria of n-person games"), and the indices of
    regular equilibria sum to +1 (Guel, Pearce & Stacchetti 1993, "A bound on the proportion of pure strategy
    equilibria in generic games"); the latter is checked.

    Examples
    --------
    Three players each choose whether to do a job that needs only one of them.

    >>> import numpy as np, belarusgame as bg
    >>> from belarusgame.solve.all_equilibria import all_equilibria
    >>> payoffs = np.ones((3, 2, 2, 2))
    >>> for player, alone in enumerate([(1, 0, 0), (0, 1, 0), (0, 0, 1)]):
    ...     job = np.moveaxis(payoffs[player], player, 0)
    ...     job[1] = 0
    ...     payoffs[(player, *alone)] = 2
    >>> solution = all_equilibria(bg.Game(payoffs))
    >>> solution.status, len(solution.equilibria), sum(e.index for e in solution.equilibria)
    ('complete', 7, 1)

    Two threads search together.

    >>> from concurrent.futures import ThreadPoolExecutor
    >>> large = bg.Game(np.random.default_rng(0).normal(size=(4, 3, 3, 3, 3)))
    >>> with ThreadPoolExecutor(2) as pool:
    ...     spread = all_equilibria(large, executor=pool)
    >>> len(spread.equilibria) == len(all_equilibria(large).equilibria)
    True
    """
    checked_game(game)
    checked_executor(executor)
    max_cells, certificate = whole_number("max_cells", max_cells), flag("certificate", certificate)
    tolerance = finite_number("tolerance", tolerance, 1e-9, 0.5)  # a difference of probabilities
    clock = Clock.starting(max_seconds)
    settings = SearchSettings(
        max_cells=max_cells, tolerance=tolerance, certificate=certificate, max_seconds=clock.seconds
    )
    return with_common_unit(_solved(game, settings, clock, executor))


def _solved(game: Game, settings: SearchSettings, clock: Clock, executor: Executor | None) -> Solution:
    """Choose the method, by the number of players and by whether there are ties."""
    if len(game.players) == 2:
        return two_player_solution(
            game,
            max_steps=settings.max_cells,
            clock=clock,
            certificate=settings.certificate,
            settings=settings,
        )
    found = compared(game.ordinal)
    kept, pure = found.kept, PurePlay(found.stable, found.strict)
    if sum(len(labels) > 1 for labels in kept) <= 1:
        return solved_by_dominance(game, kept, pure, settings)
    most = max(len(labels) for labels in kept)
    if most > MOST_STRATEGIES:
        raise GameError(
            f"a player has {most} strategies that are not dominated, and at most {MOST_STRATEGIES} can be "
            "handled; leave some out with game.restrict()"
        )
    if found.tied:
        return solved_by_reduction(game, kept, pure, settings, clock)
    return solved_by_search(game, kept, pure, settings, clock, executor)
