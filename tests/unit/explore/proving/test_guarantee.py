import dataclasses
import pickle
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.explore.plans.proofs import Extent, prove
from belarusgame.explore.plans.question import question

BAD = [
    ({}, "exactly one"),
    ({"never": {"china": "disengage"}, "always": {"china": "disengage"}}, "exactly one"),
    ({"never": {}}, "at least one player"),
    ({"always": {"china": "disengag"}}, 'did you mean "disengage"'),
    ({"never": {"chine": "disengage"}}, "did you mean"),
    ({"never": ["china"]}, "mapping"),
    ({"never": {"china": "disengage"}, "concept": "mixed"}, "not one of"),
    ({"never": {"china": "disengage"}, "max_boxes": 0}, "must be a whole number, 1 or more"),
    ({"never": {"china": "disengage"}, "max_boxes": True}, "must be a whole number"),
]


@pytest.mark.parametrize(("bad", "message"), BAD)
def test_bad_input_is_refused_with_a_mend(belarus, bad, message):
    with pytest.raises(bg.GameError, match=message):
        bg.explore.guarantee(belarus, **bad)


def test_what_is_no_scenario_is_refused():
    with pytest.raises(bg.GameError, match="load_scenario"):
        bg.explore.guarantee({"players": {}}, never={"china": "disengage"})


def test_the_concept_is_sequential_where_there_is_an_order(belarus, from_payoffs):
    assert bg.explore.guarantee(belarus, never={"china": "disengage"}).concept == "sequential"
    game = from_payoffs({"row": [[3, 0], [5, 1]], "column": [[3, 5], [0, 1]]}, [["a", "b"]] * 2)
    assert bg.explore.guarantee(game, never={"row": "a"}).concept == "nash"


def test_an_undecided_statement_gives_a_proven_bound(thresholds):
    answer = bg.explore.guarantee(thresholds, never={"row": "x", "column": "A"}, max_boxes=1)
    assert answer.verdict == "undecided"
    assert 0 < answer.bound <= 1
    assert answer.certificate.problems() == ()
    tighter = dataclasses.replace(answer.certificate, bound=answer.bound / 2)
    assert tighter.problems()
    assert bg.explore.guarantee(thresholds, never={"row": "x", "column": "A"}).verdict == "proven"


@pytest.fixture(scope="module")
def thresholds(build):
    return build(
        {"row": ["x", "y"], "column": ["B", "A"]},
        {
            "row.rise": ((1, 1, 1), [({"row": "y"}, 1)], "level"),
            "row.fall": ((1, 1, 1), [({"row": "y"}, -1)]),
            "column.rise": ((1, 1, 1), [({"column": "A"}, 1)], "level"),
            "column.fall": ((1, 1, 1), [({"column": "A"}, -1.5)]),
        },
        drivers={"level": (0.5, 1, 2)},
    )


def test_a_damaged_proof_about_plans_is_rejected(belarus):
    proof = bg.explore.guarantee(belarus, never={"lukashenko": "join", "west": "differentiate"}).certificate
    assert proof.problems() == ()
    assert dataclasses.replace(proof, contradictions=proof.contradictions[1:]).problems()
    emptied = tuple(() for _ in proof.contradictions)
    assert "not excluded" in dataclasses.replace(proof, contradictions=emptied).problems()[0]
    first, *others = proof.contradictions[0]
    turned = {row: -value for row, value in first.items()}
    damaged = ((turned, *others), *proof.contradictions[1:])
    assert "can hold together" in dataclasses.replace(proof, contradictions=damaged).problems()[0]
    weakened = dict(list(first.items())[:1]) if len(first) > 1 else {}
    damaged = ((weakened, *others), *proof.contradictions[1:])
    assert dataclasses.replace(proof, contradictions=damaged).problems()


def test_a_damaged_proof_about_all_equilibria_is_rejected(belarus, thresholds):
    proof = bg.explore.guarantee(belarus, never={"china": "disengage"}, concept="nash").certificate
    assert proof.problems() == ()
    assert dataclasses.replace(proof, covers=proof.covers[1:]).problems()
    cover = proof.covers[0]
    for multipliers in ({}, {key: -value for key, value in cover.multipliers.items()}):
        damaged = dataclasses.replace(cover, multipliers=multipliers)
        assert dataclasses.replace(proof, covers=(damaged, *proof.covers[1:])).problems()
    cut = bg.explore.guarantee(thresholds, never={"row": "x", "column": "A"}, concept="nash").certificate
    lower, upper = cut.covers[0].halves
    exchanged = dataclasses.replace(cut.covers[0], halves=(upper, lower))
    assert dataclasses.replace(cut, covers=(exchanged,)).problems()


def test_a_proof_for_another_scenario_is_no_proof(build):
    def scenario(high):
        return build(
            {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
            {
                "leader.cost": ((0.75, 1, 1.25), [({"leader": "join"}, -2)]),
                "leader.gain": ((0.25, 0.75, high), [({"leader": "join"}, 1)]),
                "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
            },
        )

    for concept in ("pure", "nash"):
        proof = bg.explore.guarantee(scenario(1.25), never={"leader": "join"}, concept=concept).certificate
        other = dataclasses.replace(proof.asked, scenario=scenario(1.75))
        assert dataclasses.replace(proof, asked=other).problems()


def test_every_combination_of_types_is_covered(belarus):
    for concept in ("sequential", "pure"):
        proof = bg.explore.guarantee(belarus, never={"china": "disengage"}, concept=concept).certificate
        assert len(proof.contradictions) == 4
    assert (
        len(bg.explore.guarantee(belarus, never={"china": "disengage"}, concept="nash").certificate.covers)
        == 4
    )


def test_a_proof_about_pure_play_does_not_pass_for_one_about_mixed_play(from_payoffs):
    comes = {"row": [[1, -1], [-1, 1]], "column": [[-1, 1], [1, -1]], "leader": [[1, 3], [2, 1]]}
    payoffs = {player: [[[0, 0], [0, 0]], comes[player]] for player in ("leader", "row", "column")}
    scenario = from_payoffs(
        payoffs,
        [["stay", "come"], ["heads", "tails"], ["heads", "tails"]],
        order=["leader", ["row", "column"]],
    )
    asked = question(scenario, {"leader": "come", "row": "heads"}, "sequential", ("sequential",))
    proof = prove(asked, Extent(), mixed=False)
    assert proof.problems() == ()  # no plan of pure choices leads to it
    assert dataclasses.replace(proof, mixed=True).problems()
    assert prove(asked, Extent(), mixed=True) is None


def test_a_witness_is_readable_and_changes_only_what_it_needs(belarus):
    witness = bg.explore.guarantee(belarus, never={"lukashenko": "join"}).witness
    assert witness.outcome.strict
    for key, value in witness.weights.items():
        weight = belarus.consideration(key).weight
        assert weight.low <= value <= weight.high
        assert value.denominator <= 100
        fewer = {name: number for name, number in witness.weights.items() if name != key}
        solution = bg.solve.sequential_equilibria(belarus.game(fewer, witness.drivers), belarus.order)
        assert witness.outcome.pure_profile not in [o.pure_profile for o in solution.outcomes if o.strict]


def test_a_statement_that_only_exact_ties_refute_says_so(build):
    scenario = build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((0, 1, 1), [({"leader": "join"}, -2)]),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
        },
    )
    answer = bg.explore.guarantee(scenario, never={"leader": "join"}, concept="pure")
    assert answer.verdict == "refuted"
    assert answer.witness.weights == {"leader.cost": Fraction(0)}
    assert "exact tie" in str(answer)
    assert bg.verify(answer)  # elsewhere it is proven


def test_records_pickle_and_show(belarus):
    for never in ({"lukashenko": "join"}, {"china": "disengage"}):
        answer = bg.explore.guarantee(belarus, never=never)
        assert str(pickle.loads(pickle.dumps(answer))) == str(answer)
        assert answer.verdict in answer.sentence
        assert len(answer.to_frame()) >= 1
    assert "never happens, in every subgame-perfect outcome" in answer.sentence


def test_the_arguments_are_not_changed(belarus):
    event = {"lukashenko": ["join"]}
    bg.explore.guarantee(belarus, never=event, concept="pure")
    assert event == {"lukashenko": ["join"]}


@pytest.mark.parametrize("concept", ["sequential", "pure"])
def test_a_search_that_was_ended_in_time_says_so_and_is_undecided(belarus, concept):
    asked = {"never": {"putin": "coerce"}, "concept": concept}
    found = bg.explore.guarantee(belarus, **asked, max_seconds=0)
    assert (found.verdict, found.bound, found.certificate) == ("undecided", 1, None)
    assert found.messages == (
        "max_seconds ended the search before this was settled; the answer differs from run to run",
    )
    whole = bg.explore.guarantee(belarus, **asked)
    in_time = bg.explore.guarantee(belarus, **asked, max_seconds=600)
    assert whole.verdict != "undecided"
    assert (in_time.verdict, in_time.messages) == (whole.verdict, whole.messages)


def test_boxes_are_cut_no_further_than_there_is_time(thresholds):
    asked = {"never": {"row": "x", "column": "A"}, "concept": "nash"}
    whole = bg.explore.guarantee(thresholds, **asked)
    found = bg.explore.guarantee(thresholds, **asked, max_seconds=0)
    assert (whole.verdict, found.verdict) == ("proven", "undecided")
    assert 0 < found.bound <= 1
    assert found.messages[-1].startswith("max_seconds ended the search")
    assert bg.verify(found)  # of the bound
