import numpy as np

from belarusgame.solve.logit.system import logit_system


def test_a_guess_far_above_any_probability_does_not_overflow(plain):
    system = logit_system(np.zeros((1, 2, 2, 3)), [np.full(2, 1 / 2), np.full(3, 1 / 3)])
    at = system.at
    room = system.buffers
    room.guess[:], room.work[: at.tensors.shape[1]] = [-1.0, 0.9, 800.0, 1.1, -3.0], at.tensors[0]
    plain["equations"].respond(at, room)
    expected = np.exp([-1.0, 0.9, 1.0, 1.0, -3.0])
    np.testing.assert_allclose(room.probabilities[:-1], expected)
    assert room.likeliest.tolist() == [1, 2]
    totals = np.array([expected[:2].sum(), expected[2:].sum()])
    np.testing.assert_allclose(room.excess, totals * np.log(totals) / expected[[1, 2]])
