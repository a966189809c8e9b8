"""How many games a second are solved for all equilibria? Prints a table in Markdown.

Run it with ``python tests/benchmarks/belarus_draws.py``. The first family draws the weights of the built-in
scenario from their ranges. The second has the same players and strategies, payoffs drawn from -1 to 1, and
own-action effects that are drawn from so many times that range: the larger they are, the more is decided by
dominance and the fewer games need the search.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

import belarusgame as bg

GAMES = 1_000
SWEPT = 1_000_000
SHAPE = (3, 3, 3, 3)


def belarus(rng: np.random.Generator) -> Callable[[], bg.Game]:
    """Return what draws a game from the built-in scenario."""
    scenario = bg.load_scenario("belarus-2022")
    spans = {
        c.key: (float(c.weight.low), float(c.weight.likely), float(c.weight.high))
        for c in scenario.considerations
    }
    return lambda: scenario.game(weights={key: rng.triangular(*span) for key, span in spans.items()})


def structured(rng: np.random.Generator, effect: float) -> Callable[[], bg.Game]:
    """Return what draws a game with own-action effects."""

    def draw() -> bg.Game:
        payoffs = rng.uniform(-1, 1, (len(SHAPE), *SHAPE))
        for i, count in enumerate(SHAPE):
            own = rng.uniform(-effect, effect, count)
            payoffs[i] += own.reshape([-1 if j == i else 1 for j in range(len(SHAPE))])
        return bg.Game(payoffs)

    return draw


def one_by_one(games: list[bg.Game]) -> list[bg.solve.Solution]:
    """Solve games each by itself."""
    return [bg.solve.all_equilibria(game) for game in games]


def timed(call: Callable[..., Any], games: list[bg.Game]) -> tuple[float, float, Any]:
    """Return the seconds by the clock and of processor time that a call takes, and what it returns."""
    begin, before = time.perf_counter(), time.process_time()
    result = call(games)
    return time.perf_counter() - begin, time.process_time() - before, result


def main() -> None:
    """Draw games, solve each, and print the table."""
    families = {"Belarus, weights drawn": belarus(np.random.default_rng(0))}
    for effect in (8, 4, 2):
        families[f"structured, effects {effect}"] = structured(np.random.default_rng(0), effect)
    bg.solve.all_equilibria(structured(np.random.default_rng(0), 0.0)())  # loads what is compiled
    print(
        "| games | number | complete | with several equilibria | needing the search "
        "| games a second | by batch | processor time, one by one to batch |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, draw in families.items():
        games = [draw() for _ in range(GAMES)]
        elapsed, spent, solutions = timed(one_by_one, games)
        together, shared, batch = timed(bg.solve.all_equilibria_batch, games)
        if [len(each.equilibria) for each in solutions] != [len(each.equilibria) for each in batch]:
            raise RuntimeError("the batch differs from the games one by one")
        complete = sum(solution.status == "complete" for solution in solutions)
        several = sum(len(solution.equilibria) > 1 for solution in solutions)
        searched = sum("dominance" not in solution.method for solution in solutions)
        cells = [name, GAMES, complete, several, searched, f"{GAMES / elapsed:,.0f}"]
        cells += [f"{GAMES / together:,.0f}", f"{spent / shared:.1f}"]
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)

    print(f"\nA sweep of the built-in scenario, all Nash equilibria: {swept():,.0f} draws a second")


def swept() -> float:
    """Return how many draws of the built-in scenario a sweep solves a second."""
    scenario = bg.load_scenario("belarus-2022")
    bg.explore.sweep(scenario, 8_192, 2, concept="nash")  # loads what is compiled, and works out the forms
    begin = time.perf_counter()
    bg.explore.sweep(scenario, SWEPT, 1, concept="nash")
    return SWEPT / (time.perf_counter() - begin)


if __name__ == "__main__":
    main()
