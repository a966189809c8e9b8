import numpy as np

from belarusgame.solve._logit_system import logit_system
from belarusgame.solve.logit import logit

PAYOFFS = np.random.default_rng(5).uniform(-1, 1, (4, 3, 2, 3, 4))
BASE = [np.array([0.2, 0.8]), np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.2, 0.3, 0.4])]


def log_response(system, z, rationality):
    """The definition: log base + rationality * earned, normalised for each player."""
    exponents = system.log_base + rationality[:, None] * system._earned(z)[1]
    for part in system.parts:
        exponents[:, part] -= np.log(np.exp(exponents[:, part]).sum(axis=1, keepdims=True))
    return exponents


def test_the_derivative_of_a_point_less_its_response_is_that_of_small_steps():
    batch = logit(PAYOFFS, 1.5, base=BASE)
    assert batch.converged.all()
    system = logit_system(PAYOFFS, tuple(np.tile(vector, (4, 1)) for vector in BASE))
    z = np.log(np.concatenate(batch.profiles, axis=1))
    rationality = 1.5 * system.scale
    assert np.abs(z - log_response(system, z, rationality)).max() < 1e-10
    derivative = system.response_derivative(z, system.evaluate(z, rationality)[1])
    for k in range(z.shape[1]):
        step = 1e-5 * (np.arange(z.shape[1]) == k)
        after, before = z + step, z - step
        slope = 2e-5 * np.eye(z.shape[1])[k] - log_response(system, after, rationality)
        slope += log_response(system, before, rationality)
        np.testing.assert_allclose(derivative[:, :, k], slope / 2e-5, atol=1e-7)
