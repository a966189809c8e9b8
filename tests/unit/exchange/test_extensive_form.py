"""Trees from Gambit's extensive-form files: what is read, what is written, and what is refused where."""

from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame.exchange import parse_efg, read_efg, read_game, write_efg

#: Chance, an information set of two nodes, a payoff on the way, decimals, and labels left out.
SIGNAL = r"""
EFG 2 R "A \"signal\"" { "Sender" "" }
"A comment"

c "start" 1 "nature" { "weak" 1/4 "strong" .75 } 0
p "" 1 1 "weak type" { "quiet" "loud" } 0
p "" 2 1 "after quiet" { "give" "take" } 0
t "" 1 "w" { 1, 0.5 }
t "" 2 "" { 0 1 }
p "" 2 2 "" { "give" "give" } 7 "toll" { -1/3 0 }
t "" 1
t "" 2
p "" 1 2 "" { "quiet" "loud" } 0
p "" 2 1 0
t "" 1
t "" 3 "" { 5 5 }
p "" 2 2 7
t "" 0
t "" 3
"""


def small(body, players='"A" "B"'):
    return f'EFG 2 R "" {{ {players} }} {body}'


#: The first moves, the second sees it; ties or none.
ENTRY = small(
    'p "" 1 1 "" { "in" "out" } 0 p "" 2 1 "" { "fight" "share" } 0 '
    't "" 1 "" { -1 -1 } t "" 2 "" { 1 1 } t "" 3 "" { 0 2 }'
)


def test_what_is_written_is_read():
    tree = parse_efg(SIGNAL)
    assert (tree.title, tree.players) == ('A "signal"', ("Sender", "player 2"))
    assert [known.label for known in tree.information_sets] == ["weak type", "after quiet", "set 2", "set 2"]
    assert [known.actions for known in tree.information_sets][2] == ("give", "give (2)")
    assert tree.nodes[0].probabilities == (Fraction(1, 4), Fraction(3, 4))
    assert not tree.has_perfect_information
    assert tree.order is None
    game = tree.strategic_form()
    assert game.shape == (4, 4)
    assert game.strategies["player 2"][0] == "after quiet: give, set 2: give"
    # quiet, quiet against give after quiet: a quarter of (1, 1/2) and three quarters of the same
    assert game.exact_payoffs[0][0, 0] == 1
    assert game.exact_payoffs[1][0, 0] == Fraction(1, 2)
    # loud, loud: both pay a third; weak ends at 1, strong at 0
    assert game.exact_payoffs[0][3, 0] == Fraction(1, 4) - Fraction(1, 3)


def test_writing_and_reading_leaves_a_tree_as_it_is(tmp_path):
    for text in (SIGNAL, ENTRY):
        tree = parse_efg(text)
        path = tmp_path / "Tree.EFG"
        assert parse_efg(write_efg(tree, path)) == tree
        assert read_efg(path) == tree
        assert read_game(path).equals(tree.strategic_form())


def test_only_what_an_own_choice_does_not_rule_out_is_part_of_a_strategy():
    """Whoever stops at once has no second choice: three strategies and not four."""
    tree = parse_efg(
        small(
            'p "" 1 1 "one" { "stop" "go" } 0 t "" 1 "" { 1 0 } p "" 2 1 "two" { "stop" "go" } 0 '
            't "" 2 "" { 0 2 } p "" 1 2 "three" { "stop" "go" } 0 t "" 3 "" { 3 1 } t "" 4 "" { 2 4 }'
        )
    )
    named = tree.strategic_form().strategies["A"]
    assert named == ("one: stop", "one: go, three: stop", "one: go, three: go")
    assert tree.agent_form().shape == (2, 2, 2)
    assert tree.agent_form().players == ("A: one", "B: two", "A: three")
    assert tree.has_perfect_information
    assert tree.order is None  # A moves twice
    found = bg.solve.subgame_perfect(tree)
    assert (found.status, found.outcomes[0].payoffs) == ("complete", {"A": 1.0, "B": 0.0})


def test_ties_are_followed_and_said():
    assert parse_efg(ENTRY).order == ("A", "B")
    tied = parse_efg(ENTRY.replace("{ -1 -1 }", "{ -1 1 }"))
    found = bg.solve.subgame_perfect(tied)
    assert {tuple(e.pure_profile.values()) for e in found.outcomes} == {("out", "fight"), ("in", "share")}
    assert found.status == "partial"
    assert "indifferent at 1 node" in found.messages[0]
    with pytest.raises(bg.GameError, match="not every move is seen"):
        bg.solve.subgame_perfect(parse_efg(SIGNAL))


def test_chance_is_averaged_backwards():
    tree = parse_efg(
        small(
            'p "" 1 1 "" { "bet" "pass" } 0 c "" 1 "" { "heads" 2/3 "tails" 1/3 } 0 '
            't "" 1 "" { 3 } t "" 2 "" { -5 } t "" 3 "" { 0 }',
            '"A"',
        )
    )
    (outcome,) = bg.solve.subgame_perfect(tree).outcomes
    assert outcome.pure_profile == {"A": "bet"}
    assert tree.strategic_form().exact_payoffs[0].tolist() == [Fraction(1, 3), 0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", 'line 1, column 1: expected "EFG"'),
        ('NFG 1 R "" { "A" } 1', 'expected "EFG", as in EFG 2 R'),
        ('EFG 1 R "" { "A" }', 'expected "2"'),
        (small(""), 'expected a node: "c" for chance'),
        (small('t "" 1'), "outcome 1 is used and never described"),
        (small('t "" 1 "" { 1 }'), "expected the payoff of player 2 of 2"),
        (small('t "" 1 "" { 1 2 3 }'), '"}" after 2 payoffs'),
        (small('t "" 0 "" { 1 2 }'), "outcome 0 is the one that pays nothing"),
        (small('t "" 0 t "" 0'), "expected the end of the file after the last node"),
        (small('p "" 3 1 "" { "a" } 0 t "" 0'), "expected the number of a player, from 1 to 2"),
        (small('p "" 1 1 0'), "the actions at information set 1, which is new here"),
        (small('p "" 1 1 "" { "a" "b" } 0 t "" 0'), 'expected a node: "c" for chance'),
        (small('c "" 1 "" { "a" 1/2 "b" 1/3 } 0 t "" 0 t "" 0'), "sum to 0.833333333 and not exactly to 1"),
        (small('c "" 1 "" { "a" -1 "b" 2 } 0 t "" 0 t "" 0'), "is negative"),
        (
            small('p "" 1 1 "" { "a" "b" } 0 p "" 1 1 "" { "a" } 0 t "" 0 t "" 0'),
            "information set 1 had 2 actions before",
        ),
        (
            small('p "" 1 1 "" { "a" "b" } 0 t "" 1 "" { 1 1 } t "" 1 "" { 1 2 }'),
            "outcome 1 paid something else",
        ),
        (
            small('p "" 1 1 "x" { "a" "b" } 0 p "" 1 1 0 t "" 0 t "" 0 t "" 0'),
            'A does not remember at "x" what it knew or did before',
        ),
        (
            small('p "" 1 1 "" { "a" "b" } 0 ' + 'p "" 1 2 "y" { "a" "b" } 0 t "" 0 t "" 0 ' * 2),
            "games without perfect recall are not handled",
        ),
    ],
)
def test_what_is_no_tree_is_refused_where_it_is_wrong(text, said):
    with pytest.raises(bg.GameError) as caught:
        parse_efg(text, name="it.efg")
    assert said in str(caught.value)
    assert str(caught.value).startswith("it.efg: ")


def test_a_tree_whose_strategies_are_too_many_is_refused_before_they_are_made():
    moves = " ".join(f'"{k}" 1/30' for k in range(30))
    nodes = " ".join(f'p "" 1 {k + 1} "" {{ "a" "b" }} 0 t "" 0 t "" 0' for k in range(30))
    with pytest.raises(bg.GameError, match="would have very many x 1 profiles of 2 players"):
        parse_efg(small(f'c "" 1 "" {{ {moves} }} 0 {nodes}'))


def test_what_is_no_tree_is_not_written():
    with pytest.raises(bg.GameError, match="is not a BayesianGame"):
        write_efg(bg.Game([[1]]))


def test_the_record_prints_and_pickles():
    import pickle

    tree = parse_efg(SIGNAL)
    assert pickle.loads(pickle.dumps(tree)) == tree
    assert "after quiet" in str(tree)
    assert len(tree.to_frame()) == 4
    assert "8 ways to end" in tree.heading
    assert "ways to end" in tree._repr_html_()
