import random
from fractions import Fraction

import pytest

import belarusgame as bg


def random_signalling(seed):
    """Make a small signalling game with whole payoffs, often with ties."""
    draw = random.Random(seed)
    types, messages, replies = draw.choice([(2, 2, 2), (2, 2, 3), (2, 3, 2), (3, 2, 2)])
    top, kinds = draw.choice([2, 3, 9]), [f"t{k}" for k in range(types)]
    shares = [draw.randint(1, 4) for _ in kinds]

    def table():
        return [[[draw.randint(0, top) for _ in range(replies)] for _ in range(messages)] for _ in range(2)]

    return bg.BayesianGame(
        ["sender", "receiver"],
        [[f"m{k}" for k in range(messages)], [f"r{k}" for k in range(replies)]],
        {"sender": kinds},
        {"sender": [Fraction(share, sum(shares)) for share in shares]},
        {kind: table() for kind in kinds},
    )


@pytest.fixture
def signalling():
    return random_signalling
