"""Statements about outcomes: which certificates prove them, and at which points they are broken."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import belarusgame as bg
from belarusgame import assume
from belarusgame.assume import events
from belarusgame.assume.breach import breach
from belarusgame.assume.cases import cases_of
from belarusgame.assume.events import Planner, certified, decide_events
from belarusgame.explore.plans.proofs import Extent
from belarusgame.explore.plans.question import Question
from belarusgame.weightspace.comparisons import row_value
from belarusgame.weightspace.space import Point, choice_at, space_of, switch_combinations

STRIKE, WORK, SLOW, POLICE = {"union": "strike"}, {"union": "work"}, {"union": "slow"}, {"city": "police"}


def case_of(scenario, statement):
    (case,) = cases_of(scenario, statement)
    return case


@pytest.fixture(scope="module")
def one_by_one(make):
    """The port, where nobody moves at the same time as anybody else."""

    def change(tables):
        tables["scenario"]["order"] = ["union", "owner", "city"]

    return make(change)


def certificate_of(scenario, statement):
    answer = decide_events(case_of(scenario, statement))
    assert answer.point is None
    (certificate,) = answer.certificates
    return certificate


A_PART = "the certificate covers only a part of the ranges"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda made: {}, None),
        (lambda made: {"strict": True}, "the certificate leaves exact ties out"),
        (lambda made: {"region": Extent(radius=Fraction(1))}, A_PART),
        (lambda made: {"region": Extent(drivers=False)}, A_PART),
        (lambda made: {"region": Extent(types=False)}, A_PART),
        (lambda made: {"mixed": False}, "the certificate does not cover the same play"),
        (
            lambda made: {"asked": replace(made.asked, concept="pure")},
            "the certificate is about another concept",
        ),
        (lambda made: {"contradictions": ()}, "2 combinations of types and delegations, 0 of them covered"),
    ],
)
def test_a_certificate_must_cover_all_ranges_types_and_mixed_play(change, problem, port):
    statement = assume.never(POLICE)
    made = certificate_of(port, statement)
    changed = replace(made, **change(made))
    found = certified(case_of(port, statement), (changed,))
    assert problem in found if problem else found == ()


def test_mixed_play_need_not_be_covered_where_nobody_mixes(port, one_by_one):
    for scenario, concept in ((port, "pure"), (one_by_one, None)):
        statement = assume.never(POLICE, concept=concept)
        made = certificate_of(scenario, statement)
        assert certified(case_of(scenario, statement), (replace(made, mixed=False),)) == ()


def test_a_certificate_about_equilibria_must_leave_no_chance(port):
    statement = assume.never(POLICE, concept="nash")
    made, case = certificate_of(port, statement), case_of(port, statement)
    assert certified(case, (made,)) == ()
    assert certified(case, (replace(made, bound=Fraction(1, 9)),)) == (
        "the certificate leaves the event a chance",
    )
    sequential = case_of(port, assume.never(POLICE))
    assert "the certificate is about another concept" in certified(sequential, (made,))
    assert "the certificate is about another concept" in certified(
        case, (certificate_of(port, assume.never(POLICE)),)
    )
    by_plans = certificate_of(port, assume.never(POLICE, concept="pure"))
    renamed = replace(by_plans, asked=replace(by_plans.asked, concept="nash"))
    assert "mixed equilibria have no such region" in certified(case, (renamed,))[0]


def test_every_part_needs_a_certificate_of_its_own(port):
    statement = assume.never(POLICE)
    made, case = certificate_of(port, statement), case_of(port, statement)
    assert certified(case, ()) == ("1 things to exclude, 0 of them covered",)
    assert certified(case, (made, made)) == ("1 things to exclude, 2 of them covered",)
    assert certified(case, (object(),)) == ("there is no certificate",)
    payoffs = assume.prefers("union", better=STRIKE, worse=WORK)
    assert certified(case_of(port, payoffs), (made,)) == (f"{payoffs}: is not a statement about outcomes",)
    on_condition = assume.given(assume.always({"city": ["watch", "talk", "leave"]}), profile=STRIKE)
    answer = decide_events(case_of(port, on_condition))
    assert certified(case_of(port, on_condition), answer.certificates) == ()
    impossible = case_of(port, assume.given(assume.never(WORK), profile=STRIKE))
    assert decide_events(impossible).certificates == ()


@pytest.mark.parametrize("statement", [assume.never(STRIKE), assume.always(SLOW)])
def test_a_plan_that_leads_to_what_never_happens_is_at_best_no_mere_tie(statement, one_by_one, monkeypatch):
    monkeypatch.setattr(events, "guarantee", None)  # a plan is enough
    answer = decide_events(case_of(one_by_one, statement))
    assert answer.certificates is None
    game = choice_at(one_by_one, answer.point, answer.switches).game()
    (outcome,) = answer.asked.solve(game).outcomes
    assert outcome.distribution[answer.asked.asked].sum() == 1.0
    assert space_of(one_by_one).contains(answer.point)


def test_a_plan_by_a_mere_tie_is_enough_if_there_is_no_other(one_by_one, monkeypatch):
    """Going slow is better than work, unless the owner locks out for nothing, which it may without trade."""
    monkeypatch.setattr(events, "guarantee", None)
    answer = decide_events(case_of(one_by_one, assume.never(WORK)))
    assert answer.point.levels[1] == 0


@pytest.fixture(scope="module")
def pennies(build):
    """A game without pure equilibria: one wants to meet, the other does not; a third way pays nobody."""
    meet = [({"row": "a", "column": "a"}, 2), ({"row": "b", "column": "b"}, 2)]
    miss = [({"row": "a", "column": "b"}, 2), ({"row": "b", "column": "a"}, 2)]
    return build(
        {"row": ["a", "b", "c"], "column": ["c", "a", "b"]},
        {
            "row.meet": ((0.5, 1, 2), meet, "luck"),
            "row.rest": ((0.5, 1, 2), [({"row": "c"}, -2)]),
            "column.miss": ((0.75, 1, 1.25), miss),
            "column.rest": ((0.25, 1, 1), [({"column": "a"}, 1), ({"column": "b"}, 1)]),
        },
        drivers={"luck": (0.5, 1, 1.5)},
        types={"row": {"keen": {"meet": 2}}},
    )


def test_what_only_mixed_play_leads_to_is_refuted_where_guarantee_refutes_it(pennies):
    event = {"row": "b", "column": "a"}
    answer = decide_events(case_of(pennies, assume.never(event, concept="nash")))
    witness = bg.explore.guarantee(pennies, never=event, concept="nash").witness
    assert choice_at(pennies, answer.point, answer.switches).arguments == witness.arguments
    assert (answer.asked.concept, answer.asked.negated) == ("nash", False)
    assert answer.asked.event == {"row": ("b",), "column": ("a",)}
    (checked,) = bg.check(pennies, [assume.never(event, concept="nash")]).checked
    assert checked.verdict == "refuted"
    assert 0 < checked.witness.breach.outcomes[0].probability(event) < 1


def test_what_guarantee_leaves_open_stays_open_and_says_why(port, monkeypatch):
    def undecided(*_, **event):
        return bg.explore.Guarantee(
            verdict="undecided",
            statement="never",
            event=event["never"],
            concept="sequential",
            bound=Fraction(1),
            messages=("why",),
        )

    monkeypatch.setattr(events, "guarantee", undecided)
    answer = decide_events(case_of(port, assume.never(POLICE)))
    assert (answer.certificates, answer.point, answer.messages) == (None, None, ("why",))
    (checked,) = bg.check(port, [assume.never(POLICE)]).checked
    assert (checked.verdict, checked.messages, checked.reading) == ("undecided", ("why",), "why")


@pytest.mark.parametrize(
    ("event", "firmly"),
    [(STRIKE, True), (SLOW, True), ({"union": "work", "city": ["watch", "leave"]}, False)],
)
def test_there_is_a_plan_exactly_where_an_outcome_is_in_the_event(event, firmly, one_by_one):
    space, generator = space_of(one_by_one), np.random.default_rng(4)
    asked = Question(scenario=one_by_one, concept="sequential", event=event)
    planner = Planner(asked=asked, space=space, strict=False)
    firm = Planner(asked=asked, space=space, strict=True)
    counts = set()
    for number in range(40):
        point = space.start if number == 0 else space.drawn(generator)
        if number % 2:  # ties are at round numbers
            point = Point(
                weights=tuple(Fraction(round(2 * w), 2) for w in point.weights), levels=space.start.levels
            )
        for types in switch_combinations(one_by_one):
            plans = list(planner.at(point, types))
            factors = space.factors(point)
            assert all(row_value(a.row, factors) >= 0 and not a.strict for plan in plans for a in plan)
            choice = choice_at(one_by_one, point, types)
            found = breach(assume.never(event), choice)
            assert bool(plans) == (found is not None)
            strict = list(firm.at(point, types))
            assert all(row_value(a.row, factors) > 0 and a.strict for plan in strict for a in plan)
            assert not strict or found.margin > 0  # a tie off the path takes nothing from the margin
            counts.add((bool(plans), bool(strict)))
    assert {(True, False), (False, False)} <= counts
    assert ((True, True) in counts) == firmly
