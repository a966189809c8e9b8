"""Branch and prune over mixed strategies: every equilibrium of a game of several players, with proof.

What is proven, and how
-----------------------
An equilibrium has a support. Inside it every strategy of a player earns the same (its *rows*, payoff
differences to one reference strategy, vanish), and outside it no strategy earns more (its rows are at most
zero). The search visits every support that strict dominance does not exclude, and covers its product of
simplices by *cells*: products of smaller simplices. A cell is discarded only for one of these reasons.

1. A row's range over the cell excludes what an equilibrium needs. (:mod:`cells`)
2. A combination of the support rows, with multipliers that may depend on the player's own strategy, is
   positive everywhere. (:mod:`multipliers`)
3. Bounds that such combinations put on the coordinates, alone or taken from an outside row, contradict each
   other; where they do not, the cell shrinks to them. (:mod:`contraction`)
4. It lies in a region in which the equations are proven to have one solution, which is known. (:mod:`roots`)

What can be neither discarded nor divided further becomes an open box. (:mod:`driver`, :mod:`clusters`)

How large the rounding errors can be
------------------------------------
Payoffs are scaled by powers of two (exactly) so that rows are at most 1 in size. Let u = 2^-53 be the unit
roundoff of float64, rounded up to 1.2e-16 to cover terms of second order.

- A row of a whole support is off by at most e = u, or by u + 2 u max|payoff| where the game's float payoffs
  are themselves roundings of exact ones.
- Halving an edge makes each entry the mean of two: e grows by u. Shrinking a simplex of s corners makes each
  entry a convex combination of s + 1 terms, whose weights are exact because bounds are rounded to multiples
  of 2^-30 (downwards, so that nothing is cut off wrongly): e grows by (s + 3) u. The corners' coordinates
  have the same error. Each cell carries its own e, which thus grows with its depth.
- A combination of rows is off by at most (e + (n + 4) u) times one plus the sum of the multipliers' sizes
  that meet at one combination of corners, n being the number of support rows; see
  :func:`multipliers.bound_errors`. Where a simplex shrinks, such sums shrink with it, and each is off by as
  much more as a row would be, times the bound on its size.
- Around a root simplices may reach outside the mixed strategies; entries and errors are then multiplied by
  the product of the sums of the weights' sizes; see :func:`roots.place`.

These bounds enter every comparison that discards, shrinks, certifies or covers. Nothing else needs them:
which edge is halved, which multipliers and which approximate roots are tried may be arbitrarily wrong
without harm. Decisions are compiled with IEEE arithmetic; only the guesses (:mod:`least_squares`) join a
product and a sum into one operation.

What makes it fast
------------------
Eight numbers are dealt with at a time (:mod:`lanes`), and no memory is asked for on the way
(:mod:`workspace`).
"""

from typing import TYPE_CHECKING

from belarusgame.base.on_demand import on_demand
from belarusgame.solve.search.clusters import hull, merge, sample, split
from belarusgame.solve.search.findings import Findings, everything
from belarusgame.solve.search.points import Points, PurePlay, records, samples

if TYPE_CHECKING:
    from belarusgame.solve.search.by_stretches import SearchTask, search_by_stretches
    from belarusgame.solve.search.driver import Search
    from belarusgame.solve.search.elimination import survives
    from belarusgame.solve.search.many_games import search_games
    from belarusgame.solve.search.root_table import Root, RootTable

__all__ = [
    "Findings",
    "Points",
    "PurePlay",
    "Root",
    "RootTable",
    "Search",
    "SearchTask",
    "everything",
    "hull",
    "merge",
    "records",
    "sample",
    "samples",
    "search_by_stretches",
    "search_games",
    "split",
    "survives",
]

#: What is compiled is loaded when it is first used.
__getattr__ = on_demand(
    __name__,
    {
        "Root": "belarusgame.solve.search.root_table",
        "RootTable": "belarusgame.solve.search.root_table",
        "Search": "belarusgame.solve.search.driver",
        "SearchTask": "belarusgame.solve.search.by_stretches",
        "search_by_stretches": "belarusgame.solve.search.by_stretches",
        "search_games": "belarusgame.solve.search.many_games",
        "survives": "belarusgame.solve.search.elimination",
    },
)
