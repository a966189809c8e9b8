"""How fast are games of two players, beside QuantEcon's vertex enumeration? Prints a table in Markdown.

The games are random, drawn as in ``all_equilibria.py``. QuantEcon enumerates in floating point and returns
pairs of vectors; here every corner is proven, and each equilibrium has its regret, index and box. Both run in
the same process, and milliseconds are those of the processor, the least of several runs of each game.
"""

import importlib.util
import statistics
import time

import numpy as np
from all_equilibria import line, random_game

import belarusgame as bg
from belarusgame.solve.two_player.extreme import extreme_equilibria

SIZES = ((3, 20), (5, 20), (8, 20), (12, 5))
REPEATS = 5
NEAR = 1e-8


def milliseconds(solve, game, repeats=REPEATS):
    """Return the least processor time of some runs, and what they return."""
    taken = []
    for _ in range(repeats):
        begin = time.process_time()
        answer = solve(game)
        taken.append(1e3 * (time.process_time() - begin))
    return min(taken), answer


def by_quantecon(game):
    """Enumerate the vertices as QuantEcon does."""
    from quantecon.game_theory import NormalFormGame, Player, vertex_enumeration

    rows, columns = game.payoffs
    return vertex_enumeration(NormalFormGame([Player(rows), Player(np.ascontiguousarray(columns.T))]))


def by_fractions(game):
    """Enumerate as before anything is proposed by floating point."""
    return extreme_equilibria(*(own.tolist() for own in game.exact_payoffs))


def found_by(solution, pairs):
    """Count the equilibria listed here that another program returns."""
    return sum(
        any(max(np.abs(x - y).max() for x, y in zip(e.mixed, pair, strict=True)) < NEAR for pair in pairs)
        for e in solution.equilibria
    )


def row(size, number, *, peer):
    """Measure some games of one size."""
    games = [random_game((size, size), seed) for seed in range(number)]
    ours = [milliseconds(bg.solve.all_equilibria, game) for game in games]
    assert all(solution.status == "complete" for _, solution in ours)
    exact = statistics.median(milliseconds(by_fractions, game, 1)[0] for game in games)
    median = statistics.median(taken for taken, _ in ours)
    listed = sum(len(solution.equilibria) for _, solution in ours)
    cells = [f"{size}x{size}", str(number), str(listed), f"{median:.2f}", f"{exact:.2f}"]
    if peer:
        by_quantecon(games[0])  # which compiles
        theirs = [milliseconds(by_quantecon, game) for game in games]
        least = statistics.median(taken for taken, _ in theirs)
        common = sum(found_by(one[1], other[1]) for one, other in zip(ours, theirs, strict=True))
        cells += [f"{least:.2f}", str(common), f"{median / least:.1f}"]
    return line(cells)


def main():
    peer = importlib.util.find_spec("quantecon") is not None
    bg.solve.all_equilibria(random_game((5, 5), 0))
    head = ["random games", "games", "equilibria", "ms", "ms, the vertices by fractions alone"]
    if peer:
        head += ["QuantEcon, ms", "of the equilibria, found", "times QuantEcon's"]
    else:
        print("QuantEcon is not installed, so there is no comparison.\n")
    print(line(head) + "\n|" + " --- |" * len(head))
    for size, number in SIZES:
        print(row(size, number, peer=peer), flush=True)


if __name__ == "__main__":
    main()
