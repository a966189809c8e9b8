"""How many games of the kinds that people write are finished, and how fast? Prints a table in Markdown.

Run it with ``python tests/benchmarks/structured_games.py [family ...]``. Seconds are the processor's. "Found
outside" counts the equilibria that Newton steps from random starts find and that are neither listed nor
in the box of a component of a complete answer; there must be none.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

import belarusgame as bg
from belarusgame.solve.search import sample

Payoffs = Callable[[tuple[int, ...]], Sequence[Any]]


def tabulated(shape: tuple[int, ...], payoffs: Payoffs) -> bg.Game:
    table = np.empty((len(shape), *shape), dtype=object)
    for profile in np.ndindex(*shape):
        table[(slice(None), *profile)] = [Fraction(value) for value in payoffs(profile)]
    return bg.Game(table)


def coordination(players: int, strategies: int) -> bg.Game:
    return tabulated((strategies,) * players, lambda p: [int(len(set(p)) == 1)] * players)


def dispersion(players: int, places: int) -> bg.Game:
    return tabulated((places,) * players, lambda p: [Fraction(1, p.count(a)) for a in p])


def cournot(players: int, most: int, size: int) -> bg.Game:
    return tabulated((most + 1,) * players, lambda p: [q * max(0, size - sum(p)) for q in p])


def auction(values: Sequence[int], bids: int) -> bg.Game:
    def payoffs(bid: tuple[int, ...]) -> list[Fraction]:
        share = Fraction(1, bid.count(max(bid)))
        return [share * (v - b) if b == max(bid) else Fraction(0) for v, b in zip(values, bid, strict=True)]

    return tabulated((bids,) * len(values), payoffs)


def lowest(players: int, numbers: int) -> bg.Game:
    def payoffs(named: tuple[int, ...]) -> list[int]:
        alone = [a for a in named if named.count(a) == 1]
        return [int(bool(alone) and a == min(alone)) for a in named]

    return tabulated((numbers,) * players, payoffs)


def minimum_effort(players: int, efforts: int) -> bg.Game:
    return tabulated((efforts,) * players, lambda p: [2 * min(p) - a for a in p])


def travellers(players: int, claims: int) -> bg.Game:
    def payoffs(claim: tuple[int, ...]) -> list[int]:
        low = min(claim)
        all_low = len(set(claim)) == 1
        return [low if all_low else low + 2 if a == low else low - 2 for a in claim]

    return tabulated((claims,) * players, payoffs)


def volunteers(players: int) -> bg.Game:
    return tabulated((2,) * players, lambda p: [2 * (1 in p) - a for a in p])


def public_good(players: int, amounts: int) -> bg.Game:
    return tabulated((amounts,) * players, lambda p: [Fraction(sum(p), 2) - a for a in p])


def majority(players: int, options: int) -> bg.Game:
    def payoffs(votes: tuple[int, ...]) -> list[Fraction]:
        most = max(votes.count(a) for a in range(options))
        won = [a for a in range(options) if votes.count(a) == most]
        return [Fraction(sum((a - i) % options for a in won), len(won)) for i in range(players)]

    return tabulated((options,) * players, payoffs)


def location(players: int, places: int) -> bg.Game:
    def payoffs(at: tuple[int, ...]) -> list[Fraction]:
        gained = [Fraction(0)] * players
        for customer in range(places):
            near = min(abs(customer - a) for a in at)
            nearest = [i for i, a in enumerate(at) if abs(customer - a) == near]
            for i in nearest:
                gained[i] += Fraction(1, len(nearest))
        return gained

    return tabulated((places,) * players, payoffs)


def congestion(players: int, roads: int) -> bg.Game:
    return tabulated((roads,) * players, lambda p: [-(a + 1) * p.count(a) for a in p])


def polymatrix(seed: int, players: int, strategies: int) -> bg.Game:
    draw = np.random.default_rng(seed).integers(-3, 4, (players, players, strategies, strategies)).tolist()
    return tabulated(
        (strategies,) * players,
        lambda p: [sum(draw[i][j][p[i]][p[j]] for j in range(players) if j != i) for i in range(players)],
    )


def graphical(seed: int, players: int) -> bg.Game:
    """Payoffs depend on oneself and on the next player in a ring."""
    draw = np.random.default_rng(seed).integers(-3, 4, (players, 2, 2)).tolist()
    return tabulated((2,) * players, lambda p: [draw[i][p[i]][p[(i + 1) % players]] for i in range(players)])


def integers(seed: int, above: int) -> bg.Game:
    return bg.Game(np.random.default_rng(seed).integers(0, above, (3, 3, 3, 3)))


def sparse(seed: int) -> bg.Game:
    draw = np.random.default_rng(seed)
    payoffs = draw.integers(-3, 4, (3, 3, 3, 3))
    payoffs[draw.random(payoffs.shape) < 0.6] = 0
    return bg.Game(payoffs)


def blotto(soldiers: int, fields: int) -> bg.Game:
    """Who sends more to a field wins it; the winner is who wins more fields."""
    sent = [s for s in itertools.product(range(soldiers + 1), repeat=fields) if sum(s) == soldiers]
    won = np.array([[np.sign(np.sign(np.subtract(x, y)).sum()) for y in sent] for x in sent])
    return bg.Game([won, -won])


FAMILIES: dict[str, Callable[[], Iterator[bg.Game]]] = {
    "coordination, 3 x 3 and 3 x 4": lambda: (coordination(3, k) for k in (3, 4)),
    "dispersion, 3 x 3 and 4 x 4": lambda: (dispersion(k, k) for k in (3, 4)),
    "Cournot": lambda: (cournot(3, 5, size) for size in (7, 8)),
    "first-price auctions": lambda: (auction(values, 5) for values in ((4, 3, 2), (4, 4, 2))),
    "lowest number": lambda: (lowest(3, k) for k in (3, 4)),
    "minimum effort": lambda: (minimum_effort(3, k) for k in (3, 4)),
    "travellers' dilemma": lambda: (travellers(3, k) for k in (4, 5)),
    "volunteers": lambda: (volunteers(n) for n in (3, 4, 5)),
    "public goods": lambda: (public_good(3, k) for k in (3, 5)),
    "majority votes": lambda: (majority(3, k) for k in (3, 4)),
    "location": lambda: (location(n, k) for n, k in ((3, 4), (4, 3))),
    "congestion": lambda: (congestion(n, k) for n, k in ((3, 3), (4, 3))),
    "Colonel Blotto, 21 x 21 and 35 x 35": lambda: (blotto(n, k) for n, k in ((5, 3), (4, 4))),
    "polymatrix": lambda: (polymatrix(seed, 3, 3) for seed in range(5)),
    "graphical": lambda: (graphical(seed, 5) for seed in range(5)),
    "integers below 2": lambda: (integers(seed, 2) for seed in range(5)),
    "integers below 3": lambda: (integers(seed, 3) for seed in range(5)),
    "sparse": lambda: (sparse(seed) for seed in range(5)),
}


def outside(game: bg.Game, solution: bg.Solution, starts: int) -> int:
    """Count the equilibria found from random starts on random supports that the solution does not hold."""
    draw = np.random.default_rng(0)
    missed = 0
    everything = np.tile([0.0, 1.0], (sum(game.shape), 1))
    for _ in range(starts):
        point = [draw.dirichlet(np.ones(count)) * (draw.random(count) < 0.6) for count in game.shape]
        vectors = [v / v.sum() if v.sum() > 0 else np.eye(len(v))[0] for v in point]
        box = np.repeat(np.concatenate(vectors)[:, None], 2, axis=1)
        missed += sum(not held(solution, found) for found in sample(game, [box], everything, []))
    return missed


def held(solution: bg.Solution, profile: Sequence[Any]) -> bool:
    point = np.concatenate(profile)
    near = any(np.abs(np.concatenate(e.mixed) - point).max() < 1e-5 for e in solution.equilibria)
    bounds = [np.concatenate(part.box.bounds) for part in solution.components]
    return near or any(
        np.all((low <= point + 1e-6) & (point - 1e-6 <= high)) for low, high in (b.T for b in bounds)
    )


def main(names: Sequence[str]) -> None:
    bg.solve.all_equilibria(coordination(3, 3))  # compiles
    print("| games | complete | median s | worst s | isolated | components | found outside |")
    print("|---|---|---|---|---|---|---|")
    for name, family in FAMILIES.items():
        if names and name not in names:
            continue
        seconds: list[float] = []
        solutions: list[bg.Solution] = []
        missed = 0
        for game in family():
            begin = time.process_time()
            solutions.append(bg.solve.all_equilibria(game))
            seconds.append(time.process_time() - begin)
            missed += outside(game, solutions[-1], 30) if solutions[-1].status == "complete" else 0
        complete = sum(solution.status == "complete" for solution in solutions)
        isolated = sum(e.isolated is not False for solution in solutions for e in solution.equilibria)
        components = sum(len(solution.components) for solution in solutions)
        print(
            f"| {name} | {complete} of {len(seconds)} | {statistics.median(seconds):.2f} "
            f"| {max(seconds):.2f} | {isolated} | {components} | {missed} |",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
