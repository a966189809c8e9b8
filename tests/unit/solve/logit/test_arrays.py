from itertools import pairwise

import numpy as np
import pytest

from belarusgame.solve.logit.system import logit_system


def averaged(tensor, vectors, kept):
    """Average payoffs over what the players that are not kept do, by numpy's general sum."""
    axes = list(range(tensor.ndim))
    factors = [item for k in axes if k not in kept for item in (vectors[k], [k])]
    return np.einsum(tensor, axes, *factors, kept)


@pytest.mark.parametrize("counts", [(3,), (2, 3), (3, 1), (2, 3, 4), (4, 1, 2, 3), (2, 3, 1, 2, 2)])
def test_the_listed_sums_are_the_payoffs_and_the_effects_of_every_strategy(counts):
    generator = np.random.default_rng(len(counts))
    payoffs = generator.uniform(-1, 1, (2, len(counts), *counts))
    system = logit_system(payoffs, [np.full(n, 1 / n) for n in counts])
    at, room = system.at, system.buffers
    room.probabilities[:-1] = generator.uniform(size=sum(counts))
    room.work[: at.tensors.shape[1]] = at.tensors[1]
    for source, into, size, begin, count in at.sums.astype(int).tolist():
        chances = room.probabilities[begin : begin + count]
        room.work[into : into + size] = chances @ room.work[source : source + size * count].reshape(count, -1)
    parts = [slice(*ends) for ends in pairwise(at.begin.tolist())]
    vectors = [room.probabilities[part] for part in parts]
    for i, part in enumerate(parts):
        tensor = (payoffs[1, i] - payoffs[1, i].mean(axis=i, keepdims=True)) / system.scale[1]
        np.testing.assert_allclose(room.earned[part], averaged(tensor, vectors, [i]), atol=1e-12)
        for j, other in enumerate(parts):
            if j != i:
                expected = averaged(tensor, vectors, [j, i])
                np.testing.assert_allclose(room.effects[other, part], expected, atol=1e-12)
