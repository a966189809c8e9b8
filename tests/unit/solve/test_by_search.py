"""What the search found becomes a solution that says how far it can be trusted; no search is run here."""

import pickle

import numpy as np

import belarusgame as bg
from belarusgame.base.clock import Clock
from belarusgame.solve import by_search
from belarusgame.solve.by_search import SearchSettings
from belarusgame.solve.by_search import assembled as assemble
from belarusgame.solve.recheck.search_certificate import BORDERLINE, PROVEN, REJECTED
from belarusgame.solve.search.findings import Findings
from belarusgame.solve.search.points import PurePlay
from belarusgame.solve.search.root_table import RootTable

#: Two players want to meet; the third one, whom they do not concern, prefers its middle strategy.
MEETING = np.array([[2, 0], [0, 1]])
LIKED = np.broadcast_to([0, 1, 0], (2, 2, 3))
GAME = bg.Game(np.stack([np.repeat(MEETING[..., None], 3, axis=2)] * 2 + [LIKED]))
KEPT = ([0, 1], [0, 1], [1])
SETTINGS = {"max_cells": 77, "max_seconds": None, "tolerance": 1e-6, "certificate": False}


def root(kind=PROVEN, sign=-1):
    """Write a root as the search does: its head, lowest coordinates, point and inverse, then the profile."""
    point = [1 / 3, 2 / 3, 1 / 3, 2 / 3, 1.0]
    return np.array([kind, 0.5, 2.0**-30, sign, *[0.0] * 5, *point, *np.eye(2).ravel(), *point])


def table(*roots):
    masks = np.tile([0b11, 0b11, 0b1], (len(roots), 1))
    return RootTable(kept=KEPT, records=np.array(roots).reshape(-1, 23), masks=masks)


def pure(*positions, strict=True):
    marked = np.zeros(GAME.shape, dtype=bool)
    for position in positions:
        marked[position] = True
    return PurePlay(marked, marked & strict)


def assembled(pure, certificate=False, roots=(), **found):
    settings = SearchSettings(**{**SETTINGS, "certificate": certificate})
    findings = Findings(table=table(*roots), **found)
    return assemble(GAME, KEPT, pure, findings, settings, Clock.starting(None))


def around(*bounds):
    return np.array(bounds, dtype=float)


#: Around the mixed equilibrium, and where there is none.
HERE = around([0.25, 0.5], [0.5, 0.75], [0.25, 0.5], [0.5, 0.75], [0, 0], [1, 1], [0, 0])
NOWHERE = around([0.8, 0.9], [0.1, 0.2], [0.8, 0.9], [0.1, 0.2], [0, 0], [1, 1], [0, 0])
ELSEWHERE = around([0.1, 0.2], [0.8, 0.9], [0.1, 0.2], [0.8, 0.9], [0, 0], [1, 1], [0, 0])
STRICT = [(0, 0, 1), (1, 1, 1)]


def flat(box):
    return np.concatenate(box.bounds).tolist()


def test_proven_roots_are_listed_after_the_pure_equilibria():
    solution = assembled(pure(*STRICT), roots=[root(REJECTED), root(), root(BORDERLINE)])
    assert (solution.status, solution.concept, solution.messages) == ("complete", "nash", ())
    assert solution.settings == SETTINGS
    assert solution.game is GAME
    assert solution.certificate is None
    assert (solution.components, solution.unresolved) == ((), ())
    assert [e.index for e in solution.equilibria] == [1, 1, -1]
    assert [e.strict for e in solution.equilibria] == [True, True, False]
    mixed = solution.equilibria[2]
    np.testing.assert_allclose(np.concatenate(mixed.mixed), [1 / 3, 2 / 3, 1 / 3, 2 / 3, 0, 1, 0])
    assert all(np.all((b[:, 0] <= v) & (v <= b[:, 1])) for b, v in zip(mixed.box, mixed.mixed, strict=True))
    reach = max(np.abs(b - v[:, None]).max() for b, v in zip(mixed.box, mixed.mixed, strict=True))
    assert 0.05 < reach < 0.49 / 3 + 1e-9


def test_a_certificate_keeps_what_the_search_found():
    found = {"roots": [root()], "events": np.arange(3), "numbers": np.ones(2), "powers": (1, 2, 3)}
    certificate = assembled(pure(*STRICT), certificate=True, **found).certificate
    assert certificate.game is GAME
    assert certificate.kept == KEPT
    assert certificate.events.tolist() == [0, 1, 2]
    assert certificate.numbers.tolist() == [1, 1]
    (kept,) = certificate.roots
    assert (kept.supports, kept.kind, kept.radius, kept.small, kept.sign) == (
        ((0, 1), (0, 1), (1,)), PROVEN, 0.5, 2.0**-30, -1,
    )  # fmt: skip
    assert [vector.tolist() for vector in kept.vectors] == [[1 / 3, 2 / 3]] * 2 + [[1.0]]
    assert np.array_equal(kept.inverse, np.eye(2))
    assert certificate.powers == (1, 2, 3)


def test_indices_that_do_not_sum_to_one_are_reported():
    for roots, total in [([], 2), ([root(sign=1)], 3)]:
        solution = assembled(pure(*STRICT), roots=roots)
        assert solution.status == "partial"
        assert f"sum to {total} instead of 1" in solution.messages[0]


def test_an_open_region_with_an_equilibrium_is_a_component():
    solution = assembled(pure(*STRICT), open_boxes=[HERE])
    (component,) = solution.components
    # what is wide says too little: somebody who plays the better one against 1/4 gains up to a tenth
    assert (solution.status, solution.unresolved) == ("partial", (component.box,))
    assert component.reach > 0.05
    assert "try a smaller tolerance" in solution.messages[0]
    assert flat(component.box) == HERE.tolist()
    assert not any(part.flags.writeable for part in component.box.bounds)
    (sample,) = component.samples
    np.testing.assert_allclose(np.concatenate(sample.mixed), [1 / 3, 2 / 3, 1 / 3, 2 / 3, 0, 1, 0])
    assert (sample.index, sample.box, sample.strict) == (None, None, None)
    for equilibrium in solution.equilibria:  # half a way to it, which is 1/2 or 1/4 away
        away = 0.5 if equilibrium.mixed[0][0] else 0.25
        reach = max(
            np.abs(b - v[:, None]).max() for b, v in zip(equilibrium.box, equilibrium.mixed, strict=True)
        )
        assert reach <= 0.49 * away + 1e-12


def test_a_small_region_is_no_reason_to_doubt():
    third = [1 / 3 - 1e-3, 1 / 3 + 1e-3]
    rest = [1 - third[1], 1 - third[0]]
    solution = assembled(pure(*STRICT), open_boxes=[around(third, rest, third, rest, [0, 0], [1, 1], [0, 0])])
    (component,) = solution.components
    assert (solution.status, solution.unresolved) == ("complete", ())
    assert 0.0 < component.reach < 0.01


def test_an_open_region_without_an_equilibrium_is_unresolved():
    solution = assembled(pure(*STRICT), roots=[root()], open_boxes=[NOWHERE, ELSEWHERE, NOWHERE])
    assert solution.status == "partial"
    assert "2 regions could be neither excluded" in solution.messages[0]
    assert [flat(box) for box in solution.unresolved] == [NOWHERE.tolist(), ELSEWHERE.tolist()]
    assert solution.components == ()


def test_what_the_budget_left_is_unresolved():
    solution = assembled(pure(*STRICT), left_boxes=[NOWHERE, ELSEWHERE], open_boxes=[HERE])
    assert solution.status == "partial"
    assert len(solution.messages) == 2
    assert "max_cells = 77" in solution.messages[0]
    left = [NOWHERE.tolist(), ELSEWHERE.tolist(), HERE.tolist()]
    assert [flat(box) for box in solution.unresolved] == left
    both = assembled(pure(*STRICT), left_boxes=[NOWHERE], open_boxes=[ELSEWHERE])
    assert [flat(box) for box in both.unresolved] == [ELSEWHERE.tolist(), NOWHERE.tolist()]
    assert ["max_cells" in message for message in both.messages] == [True, False]


def test_a_pure_equilibrium_that_is_not_strict_is_a_component_by_itself_or_with_others():
    both = pure(*STRICT)
    loose = PurePlay(both.stable, pure(STRICT[1]).strict)
    solution = assembled(loose)
    (component,) = solution.components
    assert solution.status == "complete"
    (sample,) = component.samples
    assert np.concatenate(sample.mixed).tolist() == loose.loose.points.mixed[0].tolist()
    assert sample.strict is False
    assert flat(component.box) == [[1, 1], [0, 0], [1, 1], [0, 0], [0, 0], [1, 1], [0, 0]]
    assert [(e.strict, e.index, e.box is None) for e in solution.equilibria] == [
        (False, None, True), (True, 1, False),
    ]  # fmt: skip
    touching = around([0.9, 1], [0, 0.1], [1, 1], [0, 0], [0, 0], [1, 1], [0, 0])
    (component,) = assembled(loose, open_boxes=[touching]).components
    assert component.samples[0].strict is False
    assert flat(component.box) == touching.tolist()


def test_equilibria_are_recorded_when_they_are_looked_at_and_once(monkeypatch):
    """Also where the solution is sent elsewhere before anybody looked."""
    solution = assembled(pure(*STRICT), roots=[root()])
    sent = pickle.loads(pickle.dumps(solution))
    assert [e.index for e in sent.equilibria] == [1, 1, -1]
    monkeypatch.setattr(by_search, "records", lambda *arguments, **settings: ["recorded"])
    assert solution.outcomes is not None
    later = assembled(pure(*STRICT), roots=[root()])
    monkeypatch.undo()
    assert later.outcomes is later.outcomes
    assert [e.index for e in later.equilibria] == [1, 1, -1]
    assert all(e.isolated for e in later.equilibria)
