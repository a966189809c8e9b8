from types import SimpleNamespace

import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.explore.sensitivity.index import Index, SensitivitySettings
from belarusgame.report.hinges import hinges, is_ranked


def index(name, total, low, high, claims=("1a",), kind="weight", inputs=None):
    return Index(
        name=name,
        kind=kind,
        inputs=inputs or (name,),
        claims=claims,
        first=total,
        total=total,
        first_interval=(low, high),
        total_interval=(low, high),
    )


def found(inputs, claims=(), mean=0.25, output="share"):
    settings = SensitivitySettings(seed=1, draws=512, confidence=0.95, distribution="triangular", fix={})
    return SimpleNamespace(
        output=output, draws=512, mean=mean, inputs=inputs, claims=claims, settings=settings
    )


LEADER = index("union.fund", 0.75, 0.7, 0.8, ("3a", "4a"))
RIVAL = index("city.noise", 0.5, 0.25, 0.72, ())
OTHER = index("firm.wage_bill", 0.125, 0.0, 0.25)


def test_a_leader_is_named_with_its_interval_and_its_claims():
    said = hinges(found([LEADER, OTHER]))
    assert said.startswith("Whether it happens varies most with union.fund [3a, 4a] (0.75, 0.70 to 0.80) (")
    assert "1,024 draws" in said
    assert "rank" not in said
    assert "city" not in said


def test_those_who_may_lead_are_named_and_not_ranked():
    said = hinges(found([LEADER, RIVAL, OTHER], output="logit"))
    assert "Its probability with players who make mistakes varies most with union.fund" in said
    assert "or city.noise [judgement] (0.50, 0.25 to 0.72), too close to rank" in said
    assert "firm.wage_bill" not in said


def test_claims_behind_the_same_inputs_are_one():
    both = [index(name, 0.75, 0.7, 0.8, (name,), "claim", ("union.fund",)) for name in ("3a", "4a")]
    assert "by claim, with what rests on 3a/4a (0.75, 0.70 to 0.80) (" in hinges(found([LEADER], both))


def test_of_many_rivals_some_are_named_and_of_too_many_none():
    def crowd(count):
        return found([index(f"union.end{k}", 0.3, 0.1, 0.5) for k in range(count)])

    assert "union.end2 [1a] (0.30, 0.10 to 0.50) or 2 more, too close to rank" in hinges(crowd(5))
    assert is_ranked(crowd(5))
    assert not is_ranked(crowd(6))
    assert hinges(crowd(6)) == (
        "Whether it happens varies too seldom in 1,024 draws to rank the inputs: 6 of them may lead."
    )


def test_an_index_that_says_next_to_nothing_is_not_shown():
    """A share above 1, or known to within more than half the scale."""
    for vague in (index("union.fund", 2.0, 1.8, 2.2), index("union.fund", 0.6, 0.2, 1.0)):
        said = hinges(found([vague, OTHER]))
        assert "union.fund [1a]" in said
        assert "union.fund [1a] (" not in said.split(" (total")[0]
        assert "not determined; about " in said
    assert "about 16,384 draws would do" in hinges(found([index("union.fund", 2.0, 1.8, 2.2)]))
    assert "not determined" not in hinges(found([LEADER]))


@pytest.mark.parametrize("mean", [0.0, float("nan")])
def test_where_nothing_varies_or_nothing_is_settled_nothing_is_ranked(mean):
    nothing = Index(name="union.fund", kind="weight", inputs=("union.fund",), claims=(), note="no variation")
    quiet = found([nothing], mean=mean)
    assert not is_ranked(quiet)
    assert ("does not vary in 1,024 draws" if mean == 0.0 else "is undecided") in hinges(quiet)


def test_the_sentence_is_about_a_real_analysis():
    scenario = first_edition()
    varies = bg.explore.sensitivity(
        scenario, {"china": "intercede"}, output="share", draws=512, seed=1, leave_out=False
    )
    assert is_ranked(varies)
    assert f"china.moscow_ties [judgement] ({varies['china.moscow_ties'].total:.2f}, " in hinges(varies)
