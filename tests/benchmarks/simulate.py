"""Learning against its peers, and what a campaign takes.

    python tests/benchmarks/simulate.py [share of the full size, such as 0.1]

Peers run in the same process, one after the other; QuantEcon only where it is installed.
"""

import sys
import time
import warnings
from datetime import date

import nashpy
import numpy as np
from scipy.integrate import solve_ivp

import belarusgame as bg

SIZE = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0


def timed(call):
    """Return what a call gives, and its seconds."""
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


def replicator():
    """1,000 starts of a random game of four with three strategies each, up to time 20, tolerance 1e-8."""
    payoffs = np.random.default_rng(7).random((4, 3, 3, 3, 3))
    game = bg.Game(payoffs)
    runs = max(20, int(1000 * SIZE))
    settings = {"rounds": 20, "seed": 1, "accuracy": 1e-8}
    bg.simulate.learn(game, runs=2, **settings)
    found, own = timed(lambda: bg.simulate.learn(game, runs=runs, **settings))

    def slope(_, state):
        shares = state.reshape(4, 3)
        change = np.empty((4, 3))
        for i in range(4):
            earned = payoffs[i]
            for j in reversed(range(4)):
                if j != i:
                    earned = np.tensordot(earned, shares[j], axes=(j, 0))
            change[i] = shares[i] * (earned - shares[i] @ earned)
        return change.ravel()

    peers = min(runs, max(10, int(100 * SIZE)))
    starts = np.concatenate(found.starts, axis=1)[:peers]
    ends = np.concatenate(found.ends, axis=1)[:peers]

    def loop():
        return [
            solve_ivp(slope, (0.0, 20.0), start, method="DOP853", rtol=1e-8, atol=1e-8).y[:, -1]
            for start in starts
        ]

    others, peer = timed(loop)
    return {
        "what": f"replicator, {runs:,} starts, 3x3x3x3, time 20",
        "seconds": own,
        "peer": f"scipy DOP853, {peers} starts",
        "times faster a start": (peer / peers) / (own / runs),
        "agreement": f"end points differ by at most {np.abs(np.array(others) - ends).max():.1e}",
    }


def fictitious_play():
    """Two players, against nashpy, with equal play for equal first rounds."""
    generator = np.random.default_rng(3)
    one, two = generator.random((2, 4, 4))
    rounds, peers = int(200_000 * SIZE), int(20_000 * SIZE)
    game = bg.Game([one, two])
    settings = {"start": ["s1", "s1"], "runs": 1}
    bg.simulate.learn(game, "fictitious_play", rounds=10, **settings)
    _, own = timed(lambda: bg.simulate.learn(game, "fictitious_play", rounds=rounds, **settings))
    first = (np.eye(4)[0], np.eye(4)[0])

    def loop():
        return list(nashpy.Game(one, two).fictitious_play(iterations=peers - 1, play_counts=first))[-1]

    counts, peer = timed(loop)
    same = bg.simulate.learn(game, "fictitious_play", rounds=peers, **settings)
    equal = all(np.array_equal(a, b[0] * peers) for a, b in zip(counts, same.ends, strict=True))
    return {
        "what": f"fictitious play, 4x4, {rounds:,} rounds",
        "seconds": own,
        "peer": f"nashpy, {peers:,} rounds",
        "times faster a round": (peer / peers) / (own / rounds),
        "agreement": "equal play" if equal else "other play!",
    }


def logit_response():
    """Four players, against QuantEcon, compared in distribution."""
    try:
        from quantecon.game_theory import LogitDynamics, NormalFormGame, Player
    except ImportError:
        return {"what": "logit response, 3x3x3x3", "peer": "QuantEcon is not installed"}
    payoffs = np.random.default_rng(5).random((4, 3, 3, 3, 3))
    rounds, peers = int(400_000 * SIZE), int(400_000 * SIZE)
    game = bg.Game(payoffs)
    settings = {"rationality": 2.0, "keep": 0, "seed": 1}
    bg.simulate.learn(game, "logit_response", rounds=10, runs=1, **settings)
    found, own = timed(lambda: bg.simulate.learn(game, "logit_response", rounds=rounds, runs=1, **settings))
    own_axes = [np.transpose(payoffs[i], [*range(i, 4), *range(i)]).copy() for i in range(4)]
    dynamics = LogitDynamics(NormalFormGame([Player(table) for table in own_axes]), beta=2.0)
    played, peer = timed(lambda: dynamics.time_series(peers, init_actions=(0, 0, 0, 0), random_state=1))
    theirs = np.zeros((3, 3, 3, 3))
    np.add.at(theirs, tuple(played.T), 1.0 / peers)
    gap = np.abs(theirs - found.joint[0]).max()
    return {
        "what": f"logit response, 3x3x3x3, {rounds:,} rounds",
        "seconds": own,
        "peer": f"QuantEcon LogitDynamics, {peers:,} rounds",
        "times faster a round": (peer / peers) / (own / rounds),
        "agreement": f"shares of profiles differ by at most {gap:.1e}",
    }


def four_drivers():
    """Return the built-in case with a fourth driver, so that there are four."""
    reason = {"judgement": "For the measurement."}
    level = {"low": 0.5, "likely": 1, "high": 2}
    push = [{"when": {"first": "act"}, "adds": 0.1}]
    names = ["north", "east", "south", "west"]
    ends = {
        name: reason
        | {
            "sentence": "It matters.",
            "weight": {"low": 0.5, "likely": 1, "high": 1.5},
            "driver": name,
            "effects": [
                {"when": {"first": "act"}, "adds": 1},
                {"when": {"second": "yes", "third": "up"}, "adds": 1},
            ],
        }
        for name in names
    }
    return bg.Scenario.from_tables(
        {
            "scenario": {
                "title": "What comes?",
                "date": date(2026, 1, 1),
                "order": ["first", "second", "third", "fourth"],
                "reference": {"first": "wait", "second": "no", "third": "flat", "fourth": "red"},
            },
            "players": {
                "first": {"strategies": dict.fromkeys(["wait", "act", "ask"], "x")},
                "second": {"strategies": dict.fromkeys(["no", "yes", "maybe"], "x")},
                "third": {"strategies": dict.fromkeys(["flat", "up", "down"], "x")},
                "fourth": {"strategies": dict.fromkeys(["red", "green", "blue"], "x")},
            },
            "considerations": dict.fromkeys(("first", "second", "third", "fourth"), ends),
            "drivers": {
                name: reason
                | {"level": level, "dynamics": reason | {"decay": 0.1, "noise": 0.1, "effects": push}}
                for name in names
            },
            "simulation": reason | {"absorbing": [{"second": "yes", "third": "up"}]},
        },
        "four drivers",
    )


def campaigns():
    """The built-in case, near-sighted; four drivers, far-sighted, at the likely inputs and with the draws."""
    scenario, wide = bg.load_scenario(), four_drivers()
    runs = int(10_000 * SIZE)
    bg.simulate.campaign(scenario, months=2, runs=2)
    bg.simulate.campaign(wide, months=2, runs=2, policy="farsighted", levels=2)
    _, own = timed(lambda: bg.simulate.campaign(scenario, months=36, runs=runs, seed=1))
    yield {
        "what": f"campaign, built-in, {runs:,} runs of 36 months, half and double length, both mistakes",
        "seconds": own,
    }
    from belarusgame.simulate.months import settings_of
    from belarusgame.simulate.months.ahead import make_grid
    from belarusgame.simulate.months.backward import look_ahead
    from belarusgame.simulate.months.campaign import months_of
    from belarusgame.simulate.months.farsight import centres_of
    from belarusgame.simulate.months.world import make_world

    chosen = settings_of(wide, months=36, runs=1, seed=0, policy="farsighted")
    world = make_world(wide, 0, {})
    gone, grid = months_of(world, chosen), make_grid(world, 5)
    _, once = timed(lambda: look_ahead(gone, grid, world.likely(), 0.9))
    yield {"what": "looking ahead, 4 drivers x 5 levels, 36 months, likely inputs", "seconds": once}
    centres = centres_of(world)
    _, all_of_them = timed(
        lambda: [look_ahead(gone, grid, centres[:, [k]], 0.9) for k in range(centres.shape[1])]
    )
    yield {"what": "the same with the 20 draws", "seconds": all_of_them}
    runs = max(20, int(1_000 * SIZE))
    settings = {"months": 36, "runs": runs, "seed": 1, "policy": "farsighted"}
    _, whole = timed(lambda: bg.simulate.campaign(wide, **settings))
    yield {"what": f"the whole campaign of {runs:,} runs, grid doubled, three lengths", "seconds": whole}


def main():
    """Print the table."""
    warnings.simplefilter("ignore")
    rows = [replicator(), fictitious_play(), logit_response(), *campaigns()]
    columns = ["what", "seconds", "peer", "times faster", "agreement"]
    print("| " + " | ".join(columns) + " |\n|" + " --- |" * len(columns))
    for row in rows:
        faster = next((f"{value:.0f}" for name, value in row.items() if name.startswith("times")), "")
        seconds = f"{row['seconds']:.2f}" if "seconds" in row else ""
        print(
            f"| {row['what']} | {seconds} | {row.get('peer', '')} | {faster} | {row.get('agreement', '')} |"
        )


if __name__ == "__main__":
    main()
