"""How fast are all equilibria of the built-in scenario's game, at weights drawn from their ranges?

Run it with ``python tests/benchmarks/belarus_draws.py``.
"""

import time

import numpy as np

import belarusgame as bg

GAMES = 1_000


def main() -> None:
    """Draw games, solve each, and print a table in Markdown."""
    scenario = bg.load_scenario("belarus-2022")
    rng = np.random.default_rng(0)
    games: list[bg.Game] = []
    for _ in range(GAMES):
        weights = {
            c.key: rng.triangular(float(c.weight.low), float(c.weight.likely), float(c.weight.high))
            for c in scenario.considerations
        }
        games.append(scenario.game(weights=weights))
    bg.solve.all_equilibria(games[0])
    begin = time.perf_counter()
    solutions = [bg.solve.all_equilibria(game) for game in games]
    elapsed = time.perf_counter() - begin
    complete = sum(solution.status == "complete" for solution in solutions)
    several = sum(len(solution.equilibria) > 1 for solution in solutions)
    print("| games | complete | with several equilibria | games a second |")
    print("| --- | --- | --- | --- |")
    print(f"| {GAMES} | {complete} | {several} | {GAMES / elapsed:,.0f} |")


if __name__ == "__main__":
    main()
