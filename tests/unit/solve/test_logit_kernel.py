import os
import subprocess
import sys

# Parts of the kernel cannot be called from Python, unless compiling is switched off.
STEP = """
import numpy as np
from belarusgame.solve import _logit_kernel as kernel
from belarusgame.solve._logit_layout import make_equations, make_room
from belarusgame.solve._logit_system import logit_system

for counts in [(3,), (2, 3), (4, 1, 2), (2, 3, 2, 2)]:
    generator = np.random.default_rng(len(counts))
    payoffs = generator.uniform(-1, 1, (3, len(counts), *counts))
    system = logit_system(payoffs, [generator.dirichlet(np.full(n, 9.0)) for n in counts])
    at = make_equations(system)
    room = make_room(at)
    for game in range(3):
        guess, level = generator.normal(-1.0, 0.5, (1, sum(counts))), generator.uniform(0.0, 3.0, 1)
        room.guess[:], room.work[: at.tensors.shape[1]] = guess[0], at.tensors[game]
        positive = kernel._linearise(at, game, level[0], room)
        tangent = room.tangent.copy()
        size = kernel._move(at, room)
        values, by_z, by_level = (part[0] for part in system.pick(np.array([game])).evaluate(guess, level))
        move = np.linalg.solve(by_z, values)
        np.testing.assert_allclose(guess[0] - room.guess, move, atol=1e-9)
        np.testing.assert_allclose(tangent, -np.linalg.solve(by_z, by_level), atol=1e-9)
        np.testing.assert_allclose(size, np.abs(move).max(), atol=1e-9)
        assert positive == (np.linalg.det(by_z) > 0)
    print(counts)
"""


def test_a_newton_step_solves_the_equations_of_the_system():
    done = subprocess.run(
        [sys.executable, "-c", STEP],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 4
