"""Any statement about any small scenario: proofs stand, witnesses are real and minimal."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame import assume
from belarusgame.assume.breach import breach
from belarusgame.weightspace.space import choice_at, space_of, switch_combinations

PAYOFFS = {"prefers", "monotone", "dominates", "ordering"}


@st.composite
def questions(draw):
    scenario = draw(bg.testing.scenarios())
    drawn = draw(st.lists(bg.testing.assumptions(scenario), min_size=1, max_size=2))
    parts = [assume.statement_of(assumption) for assumption in drawn]
    if len(parts) == 1:
        return scenario, parts[0]
    return scenario, draw(st.sampled_from([assume.all_of, assume.any_of]))(*parts)


def forms(statement):
    return {statement.form} if not statement.parts else {f for part in statement.parts for f in forms(part)}


def ends(scenario, data):
    """Draw weights and drivers at the ends of their ranges, and types."""
    space = space_of(scenario)
    upper = data.draw(st.lists(st.booleans(), min_size=len(space.names), max_size=len(space.names)))
    corner = space.point([ends[above] for ends, above in zip(space.ends, upper, strict=True)])
    return choice_at(scenario, corner, data.draw(st.sampled_from(switch_combinations(scenario))))


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions(), st.data())
def test_a_verdict_is_right(question, data):
    scenario, statement = question
    (checked,) = bg.check(scenario, [statement]).checked
    if checked.verdict == "proven":
        assert checked.certificate.problems() == ()
        for _ in range(4):
            assert breach(statement, ends(scenario, data)) is None
    if checked.verdict == "refuted":
        witness = checked.witness
        found = breach(statement, witness)
        assert found is not None
        for moved in witness.moved:  # put back, it breaks nothing; a firm witness leaves a tie at most
            left = breach(statement, witness.putting_back(moved))
            assert left is None or found.margin > 0 == left.margin, moved
    if forms(statement) <= PAYOFFS and statement.form != "any_of":
        assert checked.verdict in {"proven", "refuted"}
