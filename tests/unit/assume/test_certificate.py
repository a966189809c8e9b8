"""A proof of a statement is one case by case; one of another statement is refused."""

from dataclasses import replace

import pytest

from belarusgame import assume
from belarusgame.assume.cases import cases_of
from belarusgame.assume.certificate import EventProof, PartProof, Proof

#: Shipping loses whatever happens, talking costs nothing that matters here.
LOCKING_COSTS = assume.prefers(
    "owner", better={"owner": "wait"}, worse={"owner": "lock"}, given={"union": "work"}
)
POLICE_COSTS = assume.prefers("city", better={"city": "watch"}, worse={"city": "police"})
FALSE = assume.prefers("city", better={"city": "police"}, worse={"city": "watch"})
#: With trade at its least nothing is lost by locking: it must be at least a half.
TRADING = {"drivers": {"trade": (0.5, 1.5)}}


def proof_of(scenario, statement):
    result = assume.check(scenario, [assume.requirement("it", statement)])["it"]
    assert result.verdict == "proven"
    return result.certificate


@pytest.fixture(scope="module")
def both(port):
    return proof_of(port, assume.all_of(POLICE_COSTS, assume.given(LOCKING_COSTS, **TRADING)))


def test_each_case_has_its_part_and_all_are_checked(both):
    assert len(both.parts) == 2
    assert both.problems() == ()


def test_a_part_too_few_or_too_many_is_named(both):
    assert replace(both, parts=both.parts[:1]).problems() == ("2 cases, 1 of them covered",)
    assert replace(both, parts=(*both.parts, both.parts[0])).problems() == ("2 cases, 3 of them covered",)


def test_the_parts_of_another_statement_prove_nothing(both):
    assert replace(both, parts=both.parts[::-1]).problems()
    assert replace(both, statement=assume.all_of(FALSE, POLICE_COSTS)).problems()
    assert replace(both, statement=assume.all_of(POLICE_COSTS, LOCKING_COSTS)).problems()  # with any trade


def test_one_part_of_a_choice_between_outcomes_is_enough_and_must_be_one_of_them(port):
    watched, policed = (assume.never({"city": what}, concept="pure") for what in ("watch", "police"))
    proof = proof_of(port, assume.any_of(watched, policed))
    (part,) = proof.parts
    assert isinstance(part, PartProof)
    assert part.number == 1
    assert proof.problems() == ()
    assert replace(proof, parts=(replace(part, number=0),)).problems()
    for number in (-1, 2):
        (said,) = replace(proof, parts=(replace(part, number=number),)).problems()
        assert said.endswith(f"has no part {number}")
    (case,) = cases_of(port, policed)
    assert part.problems(case) == (f"{policed}: has no part 1",)


def test_what_happens_is_proven_by_the_certificates_of_guarantees(port):
    never = assume.never({"city": "police"}, concept="pure")
    proof = proof_of(port, never)
    (part,) = proof.parts
    assert isinstance(part, EventProof)
    assert proof.problems() == ()
    assert replace(proof, parts=(EventProof(certificates=()),)).problems()
    other = assume.never({"city": "watch"}, concept="pure")
    assert Proof(scenario=port, statement=other, parts=proof.parts).problems()
