"""A patron who may press, and a client who may join and so end play; pressing stirs unrest."""

import pytest

REASON = {"judgement": "For the tests."}


def end(effects, driver=None, weight=(1, 1, 1)):
    low, likely, high = weight
    made = [{"when": when, "adds": adds} for when, adds in effects]
    named = {} if driver is None else {"driver": driver}
    return REASON | {
        "sentence": "It matters.",
        "effects": made,
        "weight": {"low": low, "likely": likely, "high": high},
        **named,
    }


@pytest.fixture(scope="session")
def pact(make):
    """Return a function that makes the scenario, with further tables and keys of ``scenario``."""

    def built(order=("patron", "client"), **more):
        moving = REASON | {"decay": 0.25, "noise": 0, "effects": [{"when": {"patron": "press"}, "adds": 0.5}]}
        level = {"low": 0.5, "likely": 1, "high": 2}
        tables = {
            "drivers": {"unrest": REASON | {"level": level, "dynamics": moving}},
            "simulation": REASON | {"absorbing": [{"client": "join"}], "move_months": 1},
        }
        return make(
            {"client": ["wait", "join", "talk"], "patron": ["rest", "press"]},
            {
                "client": [
                    end([({"client": "join"}, -2)], "unrest"),
                    end([({"client": ["wait", "talk"], "patron": "press"}, -1)], weight=(0.5, 1, 1.5)),
                ],
                "patron": [end([({"client": "join"}, 2)]), end([({"patron": "press"}, -1)])],
            },
            list(order),
            **tables | more,
        )

    return built
