"""An answer by exact reduction is confirmed by its proofs; what is listed is what they prove."""

from dataclasses import replace

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.recheck.proof_tree import StructuredCertificate
from belarusgame.solve.recheck.reduced import _lies_in, check_reduced
from belarusgame.solve.recheck.search_certificate import Rejected


@pytest.fixture(scope="module")
def solution():
    """Payoffs of 0 and 1: three pure equilibria, and two continua."""
    payoffs = np.random.default_rng(7).integers(0, 2, (3, 2, 2, 2))
    found = bg.solve.all_equilibria(bg.Game(payoffs), certificate=True)
    assert isinstance(found.certificate, StructuredCertificate)
    return found


def check(solution, certificate=None, **changes):
    return check_reduced(replace(solution, **changes), certificate or solution.certificate)


def test_what_was_found_is_counted_again(solution):
    pure = sum(e.is_pure for e in solution.equilibria)
    assert check(solution).endswith(f"and {pure} pure equilibria confirmed")


def test_what_is_listed_is_what_was_proven(solution):
    for k, gone in enumerate(solution.outcomes):
        rest = solution.outcomes[:k] + solution.outcomes[k + 1 :]
        if gone.is_pure:
            with pytest.raises(Rejected):
                check(solution, outcomes=rest)
    with pytest.raises(Rejected):
        check(solution, outcomes=(*solution.outcomes, solution.outcomes[-1]))
    with pytest.raises(Rejected):
        check(solution, components=())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"index": 1}, "more is said than a proof by reduction keeps"),
        ({"box": ()}, "more is said than a proof by reduction keeps"),
        ({"payoffs": {"player 1": 5.0, "player 2": 5.0, "player 3": 5.0}}, "."),
        ({"strict": None}, "strict"),
    ],
)
@pytest.mark.parametrize("k", [0, -1])
def test_no_more_is_said_of_an_equilibrium_than_the_proof_keeps(solution, k, changes, said):
    listed = list(solution.outcomes)
    listed[k] = replace(listed[k], **changes)
    with pytest.raises(Rejected, match=said):
        check(solution, outcomes=tuple(listed))


def test_a_support_without_its_proof_is_undecided(solution):
    steps = solution.certificate.steps
    refused = 0
    for k, (support, _) in enumerate(steps):
        shorter = replace(solution.certificate, steps=steps[:k] + steps[k + 1 :])
        try:
            check(solution, shorter)
        except Rejected:
            refused += 1
            assert any(len(labels) > 1 for labels in support)
    assert refused


def test_a_point_lies_within_bounds_up_to_rounding(solution):
    equilibrium = next(e for e in solution.outcomes if e.is_pure)
    point = np.concatenate(equilibrium.mixed)
    assert _lies_in(equilibrium, np.stack([point, point], axis=1))
    assert _lies_in(equilibrium, np.stack([point - 2.0**-31, point - 2.0**-31], axis=1))
    assert _lies_in(equilibrium, np.stack([point + 2.0**-31, point + 2.0**-31], axis=1))
    assert not _lies_in(equilibrium, np.stack([point - 2.0**-29, point - 2.0**-29], axis=1))
    assert not _lies_in(equilibrium, np.stack([point + 2.0**-29, point + 1], axis=1))
