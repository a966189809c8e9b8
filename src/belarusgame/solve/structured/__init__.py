"""Games with ties, exactly where that is possible: supports by weak dominance, polytopes, and few cells.

The search (:mod:`belarusgame.solve.search`) asks which equilibria use exactly a support, but covers the
closed product of simplices; wherever rows touch zero on the rim, at the equilibria of every smaller support,
its strict tests fail. Here the question is asked of the relative interior.

1. A support of which a strategy is weakly dominated against opponents who mix over theirs is excluded.
   (:mod:`walk`)
2. Rows that are linear cut polytopes, and sums of rows that are nowhere negative leave only the faces on
   which they vanish; so most continua come out as products of polytopes. (:mod:`reduction`)
3. Where solutions are isolated, the compiled search settles the support, or else cells with weak multipliers
   do. (:mod:`branching`, :mod:`weak_multipliers`,
   :mod:`only_solution`)
4. Curves and regions are paved with small cells, down to a stated regret. (:mod:`paving`)
5. One support of each orbit of the game's symmetries is enough. (:mod:`symmetry`)

All that decides is done in whole numbers, except in the compiled parts, which bound their rounding errors.

Tried and left out: Groebner bases of what reduction leaves. They take milliseconds for small games, but
did not end within 100 s for one of three players with four strategies each.
"""

from belarusgame.solve.structured.analysis import Analysis, analyse
from belarusgame.solve.structured.assembly import MOST_REACH, Assembled, assemble
from belarusgame.solve.structured.budget import CellBudget

__all__ = ["MOST_REACH", "Analysis", "Assembled", "CellBudget", "analyse", "assemble"]
