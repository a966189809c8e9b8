import importlib
import pickle
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame import assume
from belarusgame.assume.breach import breach
from belarusgame.assume.conflicts import excludes
from belarusgame.assume.formula import Atom
from belarusgame.base.sameness import same
from belarusgame.errors import BudgetError
from belarusgame.explore.plans.proofs import Extent
from belarusgame.weightspace.space import choice_at, space_of, switch_combinations

STRIKE, WORK, SLOW = {"union": "strike"}, {"union": "work"}, {"union": "slow"}


module = importlib.import_module("belarusgame.assume.check")  # its name is also that of the function in it


def verdict(scenario, statement):
    (checked,) = bg.check(scenario, [statement]).checked
    return checked.verdict


#: Statements about the port, and whether they hold everywhere, by hand.
PORT = {
    # pay 2 w d with w, d >= 0.75, 0.5; angry: twice that; the fund costs at most 1.25 d
    "strikers gain while nobody locks or polices": (
        assume.prefers(
            "union", better=STRIKE, worse=WORK, given={"owner": "wait", "city": ["watch", "talk"]}
        ),
        True,
    ),
    "strikers gain even if policed": (
        assume.prefers("union", better=STRIKE, worse=WORK, given={"owner": "wait", "city": "police"}),
        False,
    ),
    "at high prices even if policed": (
        assume.given(
            assume.prefers("union", better=STRIKE, worse=WORK, given={"owner": "wait", "city": "police"}),
            weights={"union.fund": [0.25, 0.5]},
            drivers={"prices": 2},
        ),
        True,
    ),
    "the shared driver cannot be at both ends": (
        # (2 pay - fund) d: positive at every d, though 2 pay at its least is below fund at its most
        assume.prefers("union", better=STRIKE, worse=WORK, given={"owner": "wait", "city": "leave"}),
        True,
    ),
    "a lockout never pays": (assume.dominates("owner", better="wait", worse="lock"), False),
    "a lockout of workers never pays": (
        assume.dominates("owner", better="wait", worse="lock", given=WORK, strict=False),
        False,  # with trade at 0 it costs nothing anywhere
    ),
    "it never gains": (
        assume.prefers("owner", better={"owner": "wait"}, worse={"owner": "lock"}, given=WORK, strict=False),
        True,
    ),
    "the city ranks": (assume.ordering("city", best_first=["watch", "leave", "police"]), False),
    "police is worse than watching": (assume.ordering("city", best_first=["watch", "police"]), True),
    "pay rises with prices": (
        assume.monotone("union", better=SLOW, worse=WORK, input="prices", direction="rises"),
        True,
    ),
    "and with its weight": (
        assume.monotone("union", better=SLOW, worse=WORK, input="union.pay", direction="rises"),
        True,
    ),
    "but not with the fund's": (
        assume.monotone("union", better=SLOW, worse=WORK, input="union.fund", direction="falls"),
        False,
    ),
    "the cost of talks falls with trade": (
        # the weight may be zero
        assume.monotone(
            "city", better={"city": "talk"}, worse={"city": "watch"}, input="trade", direction="falls"
        ),
        False,
    ),
    "a lockout costs more the more is traded": (
        # although trade may be zero
        assume.monotone(
            "owner", better={"owner": "lock"}, worse={"owner": "wait"}, input="trade", direction="falls"
        ),
        True,
    ),
    "either a lockout costs more the more is traded": (
        # the other is false: a zero that the slope is multiplied with must not hide that the first is true
        assume.any_of(
            assume.monotone(
                "owner",
                better={"owner": "lock"},
                worse={"owner": "wait"},
                input="trade",
                direction="falls",
            ),
            assume.ordering("city", best_first=["police", "watch"]),
        ),
        True,
    ),
    "the weight of ships counts wherever there is trade": (
        assume.monotone(
            "owner", better={"owner": "lock"}, worse={"owner": "wait"}, input="owner.ships", direction="falls"
        ),
        False,  # not where there is none
    ),
    "either or, jointly": (
        assume.any_of(
            assume.prefers("union", better=STRIKE, worse=WORK, given={"owner": "lock", "city": "watch"}),
            assume.prefers("union", better=WORK, worse=STRIKE, given={"owner": "lock", "city": "police"}),
        ),
        False,  # a tie of the first can be broken against the second only by faces, which may be 0
    ),
    "either or, jointly and weakly": (
        assume.any_of(
            assume.prefers(
                "union", better=STRIKE, worse=WORK, given={"owner": "lock", "city": "watch"}, strict=False
            ),
            assume.prefers("union", better=WORK, worse=STRIKE, given={"owner": "lock", "city": "police"}),
        ),
        True,
    ),
    "a strike beats itself": (assume.prefers("union", better=STRIKE, worse=STRIKE), False),
    "no list that overlaps beats the other": (
        assume.prefers("city", better={"city": ["watch", "police"]}, worse={"city": "police"}),
        False,
    ),
    "in some state of the city": (
        assume.prefers("union", better=STRIKE, worse=WORK, completions="some"),
        True,
    ),
    "in some state of the city under a lockout": (
        assume.prefers("union", better=STRIKE, worse=WORK, given={"owner": "lock"}, completions="some"),
        False,
    ),
    "only of the angry": (
        assume.given(
            assume.prefers("union", better=STRIKE, worse=WORK, given={"owner": "wait"}),
            types={"union": "angry"},
            drivers={"prices": [1, 2]},
        ),
        True,
    ),
    "all parts": (
        assume.all_of(
            assume.ordering("city", best_first=["watch", "police"]),
            assume.prefers("union", better=STRIKE, worse=WORK, completions="some"),
        ),
        True,
    ),
    "one part fails": (
        assume.all_of(
            assume.ordering("city", best_first=["watch", "police"]),
            assume.dominates("owner", better="wait", worse="lock"),
        ),
        False,
    ),
    "neither both nor the one": (
        assume.any_of(
            assume.all_of(
                assume.ordering("city", best_first=["watch", "police"]),
                assume.dominates("owner", better="wait", worse="lock"),
            ),
            assume.dominates("owner", better="wait", worse="lock"),
        ),
        False,
    ),
    "half of a part is not the part": (
        assume.any_of(
            assume.all_of(assume.ordering("city", best_first=["watch", "police"]), assume.never(STRIKE)),
            assume.never(STRIKE),
        ),
        False,
    ),
    "no police in any outcome": (assume.never({"city": "police"}), True),
    "no police in any equilibrium": (assume.never({"city": "police"}, concept="nash"), True),
    "always work": (assume.always(WORK), False),
    "whenever there is a strike the city does not use force": (
        assume.given(assume.always({"city": ["watch", "talk", "leave"]}), profile=STRIKE),
        True,
    ),
    "an impossible event": (assume.given(assume.never(WORK), profile=STRIKE), True),
}


@pytest.mark.parametrize("name", PORT)
def test_a_statement_has_the_verdict_that_it_has_by_hand(name, port):
    statement, holds = PORT[name]
    (checked,) = bg.check(port, [statement]).checked
    assert checked.verdict == ("proven" if holds else "refuted")
    assert (checked.witness is None) == holds
    if holds:
        assert checked.certificate.problems() == ()
        assert bg.verify(checked)
    else:
        assert breach(statement, checked.witness) is not None


@pytest.mark.parametrize("name", PORT)
def test_no_corner_of_the_ranges_contradicts_a_verdict(name, port):
    statement, holds = PORT[name]
    if not holds:
        return
    space, combinations = space_of(port), switch_combinations(port)
    generator = np.random.default_rng(5)
    for number in range(20):
        corner = space.point([ends[generator.integers(2)] for ends in space.ends])
        choice = choice_at(port, corner, combinations[number % len(combinations)])
        assert breach(statement, choice) is None, choice


def test_what_no_method_proves_is_sampled(port):
    mixed = assume.any_of(
        assume.never(STRIKE),
        assume.prefers(
            "union", better=STRIKE, worse=WORK, given={"owner": "wait", "city": "watch"}, completions="some"
        ),
    )
    assert verdict(port, mixed) == "proven"  # by its second part alone
    either = assume.any_of(
        assume.given(assume.prefers("union", better=STRIKE, worse=SLOW), drivers={"prices": [0.5, 1]}),
        assume.never({"union": "strike", "city": "police"}, concept="pure"),
    )
    assert verdict(port, either) == "proven"
    held = assume.any_of(
        assume.given(assume.prefers("union", better=WORK, worse=STRIKE), drivers={"prices": [0.5, 0.75]}),
        assume.given(assume.prefers("union", better=WORK, worse=STRIKE), drivers={"prices": [1, 2]}),
    )
    (checked,) = bg.check(port, [held]).checked
    assert (checked.verdict, checked.samples, checked.certificate) == ("sampled", 200, None)
    assert checked.reading == "held at 200 drawn points; there is no method of proof for it"
    broken = assume.any_of(assume.never(STRIKE), assume.prefers("union", better=WORK, worse=STRIKE))
    (checked,) = bg.check(port, [broken]).checked
    assert checked.verdict == "refuted"
    assert checked.witness.breach.outcomes
    assert checked.witness.breach.comparisons


def test_a_certificate_is_of_its_statement_and_does_not_fit_another(port):
    statement, _ = PORT["at high prices even if policed"]
    (checked,) = bg.check(port, [statement]).checked
    proof = checked.certificate
    assert replace(proof, statement=PORT["strikers gain even if policed"][0]).problems()
    assert replace(proof, parts=()).problems() == ("1 cases, 0 of them covered",)
    (part,) = proof.parts
    assert replace(proof, parts=(replace(part, conflicts=part.conflicts[:1]),)).problems()
    emptied = tuple(() for _ in part.conflicts)
    assert "is not excluded" in replace(proof, parts=(replace(part, conflicts=emptied),)).problems()[0]
    negative = tuple(tuple({atom: -value for atom, value in c.items()} for c in cs) for cs in part.conflicts)
    assert replace(proof, parts=(replace(part, conflicts=negative),)).problems()


def test_a_certificate_holds_for_the_ranges_that_it_was_made_for(make, port):
    def wider(tables):
        tables["drivers"]["prices"]["level"]["low"] = 0

    statement = PORT["strikers gain while nobody locks or polices"][0]
    (checked,) = bg.check(port, [statement]).checked
    assert checked.certificate.problems() == ()
    assert replace(checked.certificate, scenario=make(wider)).problems()


def test_a_certificate_about_outcomes_cannot_be_passed_off_as_another(port):
    (police, slow) = bg.check(
        port, [assume.never({"city": "police"}), assume.never({"city": "police", "union": "slow"})]
    ).checked
    assert police.certificate.problems() == slow.certificate.problems() == ()
    claimed = assume.never({"city": ["police", "talk"]})
    assert replace(police.certificate, statement=claimed).problems()
    by_nash = assume.never({"city": "police"}, concept="nash")
    assert replace(police.certificate, statement=by_nash).problems()
    payoffs = bg.check(port, [assume.ordering("city", best_first=["watch", "police"])]).checked[0].certificate
    assert replace(payoffs, parts=police.certificate.parts).problems()
    assert replace(
        police.certificate, parts=(replace(police.certificate.parts[0], certificates=(None,)),)
    ).problems()


def test_a_negative_multiplier_proves_nothing(port):
    space = space_of(port)
    always = Atom(((space.keys.index("union.pay"), 1),), True)
    assert not excludes(space, {always: Fraction(1)})
    assert not excludes(space, {always: Fraction(-1)})
    assert not excludes(space, {})
    never = Atom(((space.keys.index("union.pay"), -1),), False)
    assert excludes(space, {never: Fraction(2)})


def test_a_certificate_for_a_part_of_the_ranges_is_refused(port):
    (checked,) = bg.check(port, [assume.never({"city": "police"})]).checked
    (part,) = checked.certificate.parts
    limited = replace(part.certificates[0], region=Extent(radius=Fraction(0)))
    forged = replace(checked.certificate, parts=(replace(part, certificates=(limited,)),))
    assert "covers only a part" in forged.problems()[0]


def test_the_built_in_scenario_satisfies_its_requirements():
    found = bg.check(first_edition())
    assert found.passed
    assert {checked.verdict for checked in found.checked} <= {"proven", "refuted"}
    assert found.certificate.problems() == ()
    requirements = [c for c in found.checked if c.assumption.role == "requirement"]
    assert all(checked.verdict == "proven" for checked in requirements)
    assert found.heading.startswith(f"Assumptions of belarus-2022.toml: {len(requirements)} requirements (")
    assert len(found.to_frame()) == len(found.checked)
    assert pickle.loads(pickle.dumps(found)).heading == found.heading


def test_the_whole_certificate_notices_a_verdict_without_proof(port):
    found = bg.check(port, [assume.ordering("city", best_first=["watch", "police"])])
    forged = replace(found.checked[0], certificate=None)
    assert replace(found, checked=(forged,)).certificate.problems() == (
        "statement 1: there is no certificate of this statement",
    )


def test_a_refuted_requirement_fails_and_a_refuted_finding_does_not(port):
    statement = assume.dominates("owner", better="wait", worse="lock")
    found = bg.check(port, [assume.requirement("r", statement), assume.finding("f", statement)])
    assert [checked.failed for checked in found.checked] == [True, False]
    assert not found.passed
    assert bg.check(port, [assume.finding("f", statement)]).passed
    assert found["r"].reading.startswith("must hold and does not")
    assert found["f"].reading.startswith("does not follow from the coding")
    assert "With " in str(found)


def test_exact_fractions_reach_the_witness(port):
    (checked,) = bg.check(port, [PORT["a lockout never pays"][0]]).checked
    assert all(isinstance(value, Fraction) for value in checked.witness.weights.values())


WAITED = assume.prefers("union", better=STRIKE, worse=WORK, given={"owner": "wait", "city": "watch"})
LOCKED_OUT = assume.prefers("union", better=STRIKE, worse=WORK, given={"owner": "lock"})
SAMPLED = assume.any_of(
    assume.given(assume.prefers("union", better=WORK, worse=STRIKE), drivers={"prices": [0.5, 0.75]}),
    assume.given(assume.prefers("union", better=WORK, worse=STRIKE), drivers={"prices": [1, 2]}),
)


def test_of_several_cases_the_smallest_witness_and_else_the_weakest_verdict_counts(port):
    cheap = assume.monotone("union", better=SLOW, worse=WORK, input="union.fund", direction="falls")
    policed = PORT["strikers gain even if policed"][0]
    alone = bg.check(port, [policed, cheap]).checked
    assert [len(checked.witness.moved) for checked in alone] == [2, 0]
    # By a margin comes before a tie, whatever it moves.
    for both in (assume.all_of(policed, cheap), assume.all_of(cheap, policed)):
        (checked,) = bg.check(port, [both]).checked
        assert same(checked.witness.breach, alone[0].witness.breach)
    for both in (assume.all_of(WAITED, SAMPLED), assume.all_of(SAMPLED, WAITED)):
        (checked,) = bg.check(port, [both]).checked
        assert (checked.verdict, checked.samples, checked.certificate) == ("sampled", 200, None)
    (checked,) = bg.check(port, [WAITED]).checked
    assert (checked.verdict, checked.samples, checked.messages) == ("proven", 0, ())


def test_a_method_that_runs_out_leaves_a_statement_open_and_says_so(port, monkeypatch):
    monkeypatch.setattr(module, "witness_of_payoffs", lambda *_: None)
    (checked,) = bg.check(port, [assume.all_of(WAITED, LOCKED_OUT, LOCKED_OUT)]).checked
    assert (checked.verdict, checked.certificate) == ("undecided", None)
    assert checked.messages == ("it hangs on an exact tie that was neither met nor excluded",)

    def give_up(_):
        raise BudgetError

    monkeypatch.setattr(module, "prove_case", give_up)
    (checked,) = bg.check(port, [WAITED]).checked
    assert (checked.verdict, checked.witness) == ("undecided", None)
    assert checked.reading == "the ways of breaking it are too many"


def test_an_alternative_that_holds_by_itself_is_proven_by_its_number(port):
    either = assume.any_of(assume.never(STRIKE), WAITED, LOCKED_OUT)
    (checked,) = bg.check(port, [assume.given(either, profile={"city": ["watch", "leave"]})]).checked
    assert checked.verdict == "proven"
    assert checked.certificate.problems() == ()
    (part,) = checked.certificate.parts
    assert part.number == 1
    for number, problem in (
        (0, "is not a statement about payoffs"),
        (2, "is not excluded"),
        (3, "no part 3"),
    ):
        forged = replace(checked.certificate, parts=(replace(part, number=number),))
        assert problem in " ".join(forged.problems())
    (other,) = bg.check(port, [WAITED]).checked
    assert "has no part 1" in replace(other.certificate, parts=(part,)).problems()[0]


def test_the_whole_certificate_looks_at_all_that_is_said_to_be_proven_and_at_nothing_else(port):
    found = bg.check(port, [LOCKED_OUT, WAITED, assume.ordering("city", best_first=["watch", "police"])])
    refuted, waited, ordered = found.checked
    assert [checked.verdict for checked in found.checked] == ["refuted", "proven", "proven"]
    assert found.certificate.problems() == ()
    swapped = replace(waited, certificate=ordered.certificate)
    emptied = replace(ordered, certificate=replace(ordered.certificate, parts=()))
    assert replace(found, checked=(refuted, swapped, emptied)).certificate.problems() == (
        "statement 2: there is no certificate of this statement",
        "statement 3: 1 cases, 0 of them covered",
    )


def test_only_a_refuted_requirement_fails(port):
    made = [assume.requirement("proven", WAITED), assume.finding("proven too", WAITED)]
    found = bg.check(port, [*made, assume.finding("refuted", LOCKED_OUT)])
    assert [checked.failed for checked in found.checked] == [False, False, False]
    assert found.passed
    assert found["proven too"] is found.checked[1]
    refuted = bg.check(port, [*made, assume.requirement("refuted", LOCKED_OUT), *made])
    assert not refuted.passed
    assert refuted["refuted"].failed


BAD = {
    "no scenario": (lambda s: bg.check("port"), "must be a Scenario; bg.load_scenario"),
    "no list": (lambda s: bg.check(s, assume.never(STRIKE)), "must be a list of assumptions or statements"),
    "no statement": (lambda s: bg.check(s, ["never"]), '"never" is not an assumption'),
    "unknown player": (
        lambda s: bg.check(s, [assume.dominates("onion", better="work", worse="slow")]),
        'assumptions.statement 1: player "onion" is not one of union, owner, city; did you mean "union"?',
    ),
    "unknown strategy": (
        lambda s: bg.check(s, [assume.dominates("union", better="wrok", worse="slow")]),
        'strategy "wrok" is not one of work, slow, strike; did you mean "work"?',
    ),
    "unknown input": (
        lambda s: bg.check(
            s, [assume.monotone("union", better=WORK, worse=SLOW, input="price", direction="rises")]
        ),
        'input "price" is not one of prices, trade, union.pay',
    ),
    "unknown weight": (
        lambda s: bg.check(s, [assume.given(assume.never(WORK), weights={"union.pey": 1})]),
        'did you mean "union.pay"?',
    ),
    "unknown type": (
        lambda s: bg.check(s, [assume.given(assume.never(WORK), types={"union": "hungry"})]),
        'union: type "hungry" is not one of angry; did you mean "angry"?',
    ),
    "outside its range": (
        lambda s: bg.check(s, [assume.given(assume.never(WORK), weights={"union.pay": 3})]),
        "weight union.pay: 3 is not inside its range, 0.75 to 1.25",
    ),
    "conditions that exclude each other": (
        lambda s: bg.check(
            s, [assume.given(assume.prefers("union", better=WORK, worse=SLOW), profile={"union": "strike"})]
        ),
        'union: ["work"] and ["strike"] exclude each other',
    ),
    "its own strategies given": (
        lambda s: bg.check(
            s, [assume.given(assume.dominates("union", better="work", worse="slow"), profile=WORK)]
        ),
        "union: its own strategies are compared, so they cannot be given",
    ),
    "unknown event": (lambda s: bg.check(s, [assume.never({"union": "stirke"})]), 'did you mean "strike"?'),
    "unknown name": (lambda s: bg.check(s)["x"], 'assumption "x" is not one of'),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_the_mend(name, port):
    call, message = BAD[name]
    with pytest.raises(bg.GameError) as caught:
        call(port)
    assert message in str(caught.value)
