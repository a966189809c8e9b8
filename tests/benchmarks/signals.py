"""How long do signalling games take, and is what Gambit finds of them among what is listed?

python tests/benchmarks/signals.py --games 20 --compared 50

Times are processor time. The comparison needs pygambit 17: every equilibrium that it finds on the same tree
is either in a listed component or no perfect Bayesian equilibrium, which the definition decides.
"""

import argparse
import random
import statistics
import time
from fractions import Fraction
from importlib.metadata import version
from io import StringIO

import belarusgame as bg
from belarusgame.base.polytope import Polytope, line_of

SIZES = [(2, 3, 3), (3, 3, 3), (3, 4, 3)]
SMALL = [(2, 2, 2), (2, 3, 2), (2, 2, 3), (3, 2, 2)]


def random_game(seed, types, messages, replies):
    """Make a signalling game with whole payoffs from 0 to 9 and a random prior."""
    draw = random.Random(seed).randint
    kinds = [f"t{k}" for k in range(types)]
    shares = [draw(1, 4) for _ in kinds]
    return bg.BayesianGame(
        ["sender", "receiver"],
        [[f"m{k}" for k in range(messages)], [f"r{k}" for k in range(replies)]],
        {"sender": kinds},
        {"sender": [Fraction(share, sum(shares)) for share in shares]},
        {
            kind: [[[draw(0, 9) for _ in range(replies)] for _ in range(messages)] for _ in range(2)]
            for kind in kinds
        },
    )


def timed(count):
    for size in SIZES:
        taken, components = [], []
        for seed in range(count):
            game = random_game(seed, *size)
            start = time.process_time()
            solution = bg.solve.perfect_bayesian_equilibria(game, game.players)
            taken.append(time.process_time() - start)
            assert solution.status == "complete"
            components.append(len(solution.equilibria))
        print(
            f"{' x '.join(map(str, size))}: median {statistics.median(taken):.3f} s, "
            f"longest {max(taken):.3f} s, {sum(components)} components of {count} games"
        )


def built_in():
    scenario = bg.load_scenario()
    bayesian = scenario.bayesian_game()
    bg.solve.perfect_bayesian_equilibria(bayesian, scenario.order)  # what is compiled and imported
    start = time.process_time()
    solution = bg.solve.perfect_bayesian_equilibria(bayesian, scenario.order)
    print(f"built-in file: {time.process_time() - start:.3f} s, {solution.heading}")


def theirs(pygambit, game):
    """Yield what Gambit finds on the same tree, as what the types send and what is replied to it."""
    tree = pygambit.read_efg(StringIO(bg.exchange.write_efg(game, order=game.players)))
    for found in pygambit.nash.enummixed_solve(tree, rational=True).equilibria:
        behaviour = found.as_behavior()
        yield [
            [
                {label: Fraction(int(p.numerator), int(p.denominator)) for label, p in mix}
                for _, mix in behaviour[player]
            ]
            for player in game.players
        ]


def is_perfect_bayesian(game, sends, replies):
    """Decide by the definition whether some beliefs make this an equilibrium."""
    kinds, messages = game.types["sender"], game.strategies["sender"]
    pay = {
        kind: game.game({"sender": kind}).exact_payoffs.tolist() for kind in kinds
    }  # by player, message and reply
    answers = [list(mix.values()) for mix in replies]
    for kind, mix in zip(kinds, sends, strict=True):
        worth = [
            sum(p * value for p, value in zip(answer, row, strict=True))
            for answer, row in zip(answers, pay[kind][0], strict=True)
        ]
        if any(mix[label] and value < max(worth) for label, value in zip(messages, worth, strict=True)):
            return False
    return all(
        _is_best(game, [mix[label] for mix in sends], [pay[kind][1][number] for kind in kinds], answer)
        for number, (label, answer) in enumerate(zip(messages, answers, strict=True))
    )


def _is_best(game, sent, payoffs, answer):
    """Whether an answer to one message is best for what is believed then, or may be."""
    chances = list(game.marginals["sender"].values())
    gains = [
        line_of([row[used] - row[other] for row in payoffs])
        for used, p in enumerate(answer)
        for other in range(len(answer))
        if p
    ]
    masses = [chance * p for chance, p in zip(chances, sent, strict=True)]
    if any(masses):
        return all(sum(c * m for c, m in zip(gain, masses, strict=False)) >= 0 for gain in gains)
    return bool(Polytope.simplex([str(k) for k in range(len(chances))]).where(inequalities=gains))


def is_listed(game, solution, sends, replies):
    """Whether it lies in a listed component."""
    named = {
        f"sender ({kind}): {label}": p
        for kind, mix in zip(game.types["sender"], sends, strict=True)
        for label, p in mix.items()
    }
    for message, mix in zip(game.strategies["sender"], replies, strict=True):
        named |= {f"receiver after sender {message}: {label}": p for label, p in mix.items()}
    sent = {(label,) for mix in sends for label, p in mix.items() if p}
    for found in solution.equilibria:
        for piece in found.pieces:
            play = [region for region in piece.regions if not region.coordinates[0].startswith("after")]
            inside = {name for region in play for name in region.coordinates}
            if (
                set(piece.sent) == sent
                and all(name in inside or not p for name, p in named.items())
                and all(region.contains([named[name] for name in region.coordinates]) for region in play)
            ):
                return True
    return False


def compared(count):
    try:
        import pygambit
    except ImportError:
        print("pygambit is not installed: nothing was compared")
        return
    if version("pygambit") < "17":
        print("pygambit 17 is not installed: nothing was compared")
        return
    shown = {"found by Gambit": 0, "perfect Bayesian among them": 0, "of those listed": 0, "components": 0}
    for seed in range(count):
        game = random_game(seed, *SMALL[seed % len(SMALL)])
        solution = bg.solve.perfect_bayesian_equilibria(game, game.players)
        shown["components"] += len(solution.equilibria)
        for sends, replies in theirs(pygambit, game):
            perfect = is_perfect_bayesian(game, sends, replies)
            listed = is_listed(game, solution, sends, replies)
            shown["found by Gambit"] += 1
            shown["perfect Bayesian among them"] += perfect
            shown["of those listed"] += perfect and listed
            assert perfect == listed, seed
    print(f"{count} games: " + ", ".join(f"{number} {what}" for what, number in shown.items()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--games", type=int, default=20)
    parser.add_argument("--compared", type=int, default=50)
    asked = parser.parse_args()
    timed(asked.games)
    built_in()
    compared(asked.compared)
