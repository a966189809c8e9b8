"""Statements whose truth over all assumptions is known: true and false ones, mixed play included."""

import pytest

import belarusgame as bg

TWO = [["a", "b"], ["a", "b"]]
BELARUS = "belarus"


def dilemma(build, from_payoffs):
    return from_payoffs({"row": [[3, 0], [5, 1]], "column": [[3, 5], [0, 1]]}, [["quiet", "talk"]] * 2)


def pennies(build, from_payoffs):
    return from_payoffs({"row": [[1, -1], [-1, 1]], "column": [[-1, 1], [1, -1]]}, TWO)


def battle(build, from_payoffs):
    return from_payoffs({"row": [[2, 0], [0, 1]], "column": [[1, 0], [0, 2]]}, TWO, weight=(0.5, 1, 2))


def scissors(build, from_payoffs):
    """Rock, paper, scissors; the row player may also sit, which a third of each beats by 1/2."""
    rows = [[0, -1, 1], [1, 0, -1], [-1, 1, 0], [-0.5, -0.5, -0.5]]
    columns = [[0, 1, -1], [-1, 0, 1], [1, -1, 0], [0, 0, 0]]
    return from_payoffs(
        {"row": rows, "column": columns},
        [["rock", "paper", "scissors", "sit"], ["rock", "paper", "scissors"]],
    )


def rounds(build, from_payoffs):
    """Solved by three rounds of elimination: right by left, then middle and bottom by top."""
    rows = [[3, 0], [0, 3], [1, 1]]
    columns = [[1, 0], [1, 0], [0, 4]]
    return from_payoffs({"row": rows, "column": columns}, [["top", "middle", "bottom"], ["left", "right"]])


def irrational(build, from_payoffs):
    """Nau, Gomez Canovas and Hansen 2004, section 4: one equilibrium, totally mixed."""
    payoffs = {
        "one": [[[3, 1], [0, 0]], [[0, 0], [1, 2]]],
        "two": [[[0, 0], [2, 1]], [[1, 3], [0, 0]]],
        "three": [[[2, 0], [0, 0]], [[0, 0], [0, 3]]],
    }
    return from_payoffs(payoffs, [["a", "b"]] * 3)


def joining(gain, driver=None, level=(0.5, 1, 2), types=None):
    """Joining costs 2 times 0.75 to 1.25, and brings 1 time 0.25 to ``gain``; the friend merely watches."""

    def make(build, from_payoffs):
        return build(
            {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
            {
                "leader.cost": ((0.75, 1, 1.25), [({"leader": "join"}, -2)], *([driver] if driver else [])),
                "leader.gain": ((0.25, 0.75, gain), [({"leader": "join"}, 1)]),
                "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
            },
            drivers={driver: level} if driver else None,
            types=types,
        )

    return make


def one_driver_for_both(build, from_payoffs):
    """Gain and cost grow with the same driver, so that it never matters which level it has."""
    return build(
        {"leader": ["stay", "join"], "friend": ["watch", "help", "leave"]},
        {
            "leader.cost": ((1, 1.1, 1.2), [({"leader": "join"}, -2)], "war"),
            "leader.gain": ((0.5, 0.7, 0.9), [({"leader": "join"}, 2)], "war"),
            "friend.ease": ((1, 1, 1), [({"friend": "help"}, -1), ({"friend": "leave"}, -2)]),
        },
        drivers={"war": (0.1, 1, 10)},
    )


def thresholds(build, from_payoffs):
    """Row prefers y to x above level 1, column A to B above level 1.5: (x, A) needs two levels at once."""
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


def torn(build, from_payoffs):
    """Column turns from B to A at one exact weight; only its mixture there makes x a best reply for row."""
    return build(
        {"row": ["y", "x", "z"], "column": ["B", "A"]},
        {
            "row.safe": ((1, 1, 1), [({"row": "x"}, 2)]),
            "row.bold": ((1, 1, 1), [({"row": "y", "column": "A"}, 3), ({"row": "z", "column": "B"}, 3)]),
            "column.pull": ((0, 1, 2), [({"column": "A"}, 1)]),
            "column.push": ((1, 1, 1), [({"column": "A"}, -1)]),
        },
    )


def entry(cost):
    def make(build, from_payoffs):
        return build(
            {"entrant": ["out", "enter"], "incumbent": ["yield", "fight", "wait"]},
            {
                "entrant.market": ((1, 1, 1), [({"entrant": "enter", "incumbent": ["yield", "wait"]}, 2)]),
                "entrant.war": ((1, 1, 1), [({"entrant": "enter", "incumbent": "fight"}, -1)]),
                "entrant.cost": (cost, [({"entrant": "enter"}, -1)]),
                "incumbent.war": (
                    (0.5, 1, 1.5),
                    [
                        ({"entrant": "enter", "incumbent": "fight"}, -2),
                        ({"entrant": "enter", "incumbent": "wait"}, -1),
                    ],
                ),
            },
            order=["entrant", "incumbent"],
        )

    return make


def leader_before_pennies(build, from_payoffs):
    """A leader who stays gets 0; if it comes, two others match pennies, and it gets 1 to 3 either way."""
    comes = {"row": [[1, -1], [-1, 1]], "column": [[-1, 1], [1, -1]], "leader": [[1, 3], [2, 1]]}
    nothing = [[0, 0], [0, 0]]
    payoffs = {player: [nothing, comes[player]] for player in ("leader", "row", "column")}
    strategies = [["stay", "come"], ["heads", "tails"], ["heads", "tails"]]
    return from_payoffs(payoffs, strategies, order=["leader", ["row", "column"]])


def leader_before_battle(build, from_payoffs):
    """Coming pays the leader 1 if the others meet at a, and -1 if they meet at b."""
    comes = {"row": [[2, 0], [0, 1]], "column": [[1, 0], [0, 2]], "leader": [[1, 0], [0, -1]]}
    nothing = [[0, 0], [0, 0]]
    payoffs = {player: [nothing, comes[player]] for player in ("leader", "row", "column")}
    return from_payoffs(
        payoffs, [["stay", "come"], ["a", "b"], ["a", "b"]], order=["leader", ["row", "column"]]
    )


def chain(build, from_payoffs):
    """Three move in turn: the last prefers c, the second then prefers r, so the first goes left."""
    return build(
        {"first": ["left", "right"], "second": ["l", "r"], "third": ["a", "b", "c"]},
        {
            "first.aim": ((0.5, 1, 2), [({"first": "right", "second": "r"}, -1)]),
            "first.hope": ((0.5, 1, 2), [({"first": "right", "second": "l"}, 1)]),
            "second.aim": (
                (0.5, 1, 2),
                [({"second": "r", "third": "c"}, 1), ({"second": "r", "third": "a"}, -3)],
            ),
            "third.aim": ((0.5, 1, 2), [({"third": "b"}, 1), ({"third": "c"}, 2)]),
        },
        order=["first", "second", "third"],
    )


def indifference(build, from_payoffs):
    return from_payoffs({"row": [[0, 0], [0, 0]], "column": [[0, 0], [0, 0]]}, TWO)


STATEMENTS = [
    (dilemma, "nash", "never", {"row": "quiet"}, "proven"),
    (dilemma, "nash", "always", {"row": "talk", "column": "talk"}, "proven"),
    (dilemma, "pure", "always", {"row": "talk"}, "proven"),
    (dilemma, "nash", "never", {"row": "talk"}, "refuted"),
    (pennies, "nash", "never", {"row": "a"}, "refuted"),  # the only equilibrium is mixed
    (pennies, "pure", "never", {"row": "a"}, "proven"),
    (pennies, "nash", "always", {"row": "a"}, "refuted"),
    (battle, "nash", "never", {"row": "a", "column": "b"}, "refuted"),  # in the mixed equilibrium
    (battle, "pure", "never", {"row": "a", "column": "b"}, "proven"),
    (battle, "nash", "never", {"row": "b"}, "refuted"),
    (scissors, "nash", "never", {"row": "sit"}, "proven"),
    (scissors, "nash", "never", {"row": "rock"}, "refuted"),
    (scissors, "pure", "always", {"row": "rock"}, "proven"),  # there is none
    (rounds, "nash", "always", {"row": "top", "column": "left"}, "proven"),
    (rounds, "nash", "never", {"row": "bottom"}, "proven"),
    (irrational, "nash", "never", {"one": "a"}, "refuted"),  # all three randomise
    (irrational, "nash", "always", {"two": "b"}, "refuted"),
    (irrational, "pure", "never", {"three": ["a", "b"]}, "proven"),
    (joining(1.25), "nash", "never", {"leader": "join"}, "proven"),
    (joining(1.25), "pure", "always", {"leader": "stay", "friend": "watch"}, "proven"),
    (joining(1.5), "nash", "never", {"leader": "join"}, "refuted"),  # in one corner, at a tie
    (joining(1.75), "nash", "always", {"leader": "stay"}, "refuted"),
    (joining(1.25, "unrest"), "nash", "never", {"leader": "join"}, "refuted"),  # with little unrest
    (joining(1.25, "unrest", (0.9, 1, 2)), "nash", "never", {"leader": "join"}, "proven"),
    (joining(1.25, types={"leader": {"keen": {"gain": 2}}}), "nash", "never", {"leader": "join"}, "refuted"),
    (joining(1.25, types={"leader": {"keen": {"gain": 1.1}}}), "nash", "never", {"leader": "join"}, "proven"),
    (one_driver_for_both, "nash", "never", {"leader": "join"}, "proven"),
    (one_driver_for_both, "pure", "never", {"leader": "join"}, "proven"),
    (thresholds, "nash", "never", {"row": "x", "column": "A"}, "proven"),  # needs a cut
    (thresholds, "pure", "never", {"row": "x", "column": "A"}, "proven"),
    (torn, "nash", "never", {"row": "x"}, "refuted"),
    (torn, "pure", "never", {"row": "x", "column": "A"}, "proven"),
    (entry((0, 0.5, 1)), "sequential", "never", {"entrant": "enter", "incumbent": "fight"}, "proven"),
    (entry((0, 0.5, 1)), "sequential", "always", {"entrant": "enter", "incumbent": "yield"}, "proven"),
    (entry((0, 0.5, 1)), "nash", "always", {"entrant": "enter"}, "refuted"),  # by an empty threat
    (entry((0, 0.5, 3)), "sequential", "always", {"entrant": "enter"}, "refuted"),
    (leader_before_pennies, "sequential", "always", {"leader": "come"}, "proven"),  # mixed play covered
    (leader_before_pennies, "sequential", "never", {"row": "heads", "leader": "come"}, "refuted"),
    (leader_before_pennies, "sequential", "never", {"row": "tails", "leader": "come"}, "refuted"),
    (leader_before_pennies, "sequential", "never", {"column": "heads", "leader": "come"}, "refuted"),
    (leader_before_battle, "sequential", "always", {"leader": "come"}, "refuted"),
    (chain, "sequential", "always", {"first": "left", "second": "r", "third": "c"}, "proven"),
    (chain, "sequential", "never", {"second": "r"}, "refuted"),
    (indifference, "nash", "never", {"row": "a", "column": "b"}, "refuted"),
    (indifference, "nash", "always", {"row": ["a", "b"]}, "proven"),
    (BELARUS, "sequential", "never", {"lukashenko": "join"}, "refuted"),
    (BELARUS, "sequential", "never", {"lukashenko": "join", "west": "differentiate"}, "proven"),
    (BELARUS, "nash", "never", {"china": "disengage"}, "proven"),
    (BELARUS, "nash", "never", {"lukashenko": "abstain"}, "proven"),
    (BELARUS, "pure", "never", {"putin": "coerce", "lukashenko": "mediate"}, "proven"),
]


def decide(statement, build, from_payoffs, belarus):
    make, concept, form, event, _expected = statement
    scenario = belarus if make is BELARUS else make(build, from_payoffs)
    return bg.explore.guarantee(scenario, **{form: event}, concept=concept)


@pytest.fixture(scope="module")
def answers(build, from_payoffs, belarus):
    return [decide(statement, build, from_payoffs, belarus) for statement in STATEMENTS]


def test_no_statement_is_decided_wrongly(answers):
    wrong = [
        (number, statement[1:], answer.verdict)
        for number, (statement, answer) in enumerate(zip(STATEMENTS, answers, strict=True))
        if answer.verdict not in (statement[-1], "undecided")
    ]
    assert wrong == []


def test_nearly_all_statements_are_decided(answers):
    assert len(answers) >= 40
    left = [s[1:] for s, answer in zip(STATEMENTS, answers, strict=True) if answer.verdict == "undecided"]
    assert left == []


def test_every_proof_is_accepted_in_exact_arithmetic(answers):
    for answer in answers:
        if answer.verdict == "proven":
            assert bg.verify(answer), answer
            assert answer.bound == 0


def test_every_witness_is_an_outcome_of_its_game(answers):
    for statement, answer in zip(STATEMENTS, answers, strict=True):
        if answer.verdict != "refuted":
            continue
        outcome, game = answer.witness.outcome, answer.witness.game()
        chance = outcome.probability(statement[3])
        assert answer.witness.probability == pytest.approx(chance if statement[2] == "never" else 1 - chance)
        assert answer.witness.probability > 0
        if statement[1] == "sequential":
            found = bg.solve.sequential_equilibria(game, answer.witness.scenario.order).outcomes
            assert any((outcome.distribution == other.distribution).all() for other in found)
        else:
            assert max(game.regret(outcome.profile).values()) < 1e-9
