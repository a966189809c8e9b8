"""How many games and scenarios Hypothesis draws in a second; run as a script.

The demand is 300 examples a second for 3 players with 3 strategies each.
"""

import time

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame import testing
from belarusgame.plugins.hypothesis import register


def rate(strategy, examples=1000):
    """Return examples a second by the clock, and by the processor's time where others compete for it."""

    @settings(max_examples=examples, database=None, deadline=None, phases=[Phase.generate])
    @given(strategy)
    def test(value):
        counted.append(1)

    counted, clock, work = [], time.perf_counter(), time.process_time()
    test()
    count = len(counted)
    return count / (time.perf_counter() - clock), count / (time.process_time() - work)


def main():
    register()
    belarus = bg.load_scenario("belarus-2022")
    strategies = {
        "from_type(Game)": st.from_type(bg.Game),
        "games, 3 x 3 x 3": testing.games(players=3, strategies=3),
        "the same, degenerate": testing.games(players=3, strategies=3, degenerate=True),
        "the same, distinct": testing.games(players=3, strategies=3, degenerate=False),
        "the same, payoffs floats": testing.games(players=3, strategies=3, payoffs=st.floats(-1, 1)),
        "games, 4 x 4 x 4 x 4": testing.games(players=4, strategies=4),
        "weights(belarus)": testing.weights(belarus),
        "draws(belarus)": testing.draws(belarus),
        "draws(belarus), game made": testing.draws(belarus).map(lambda draw: draw.game),
        "scenarios": testing.scenarios(),
    }
    print(f"{'strategy':28}{'a second':>10}{'a CPU second':>14}")
    for name, strategy in strategies.items():
        by_clock, by_work = rate(strategy, 300 if "made" in name or name == "scenarios" else 1000)
        print(f"{name:28}{by_clock:10.0f}{by_work:14.0f}")


if __name__ == "__main__":
    main()
