import pickle

from first_edition import first_edition

import belarusgame as bg


def test_the_draws_that_are_kept_are_those_in_which_it_happens():
    scenario = first_edition()
    observed = {"china": "stand_aside"}
    found = bg.explore.explain_outcome(scenario, observed, draws=4096, seed=3)
    sweep = bg.explore.sweep(scenario, 4096, seed=3, logit=0, conventions=False)
    assert found.kept == round(sweep.share(observed).some * 4096)
    first = found.shifts[0]
    assert first.name == "china.moscow_ties"
    assert first.after > first.before + 10 * first.error
    assert not [shift.name for shift in found.shifts if shift.notable and not shift.name.startswith("china")]
    kinds = {shift.kind for shift in found.shifts}
    assert kinds == {"weight", "driver", "type"}
    assert "instead of" in str(found)
    assert pickle.loads(pickle.dumps(found)).kept == found.kept
