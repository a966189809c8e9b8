"""What Gambit itself makes of the same games. Runs where pygambit, the extra ``gambit``, is installed."""

import io
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import belarusgame as bg
from belarusgame.exchange import from_pygambit, parse_nfg, read_nfg, to_pygambit, write_nfg

pygambit = pytest.importorskip("pygambit", reason="pygambit is an extra that some machines must compile")

VERSION = pygambit.__version__
#: What builds a game from arrays: a class of its own since version 17.
TABLE = getattr(pygambit, "StrategicGame", pygambit.Game)

SHAPES = [(2, 2, 2), (2, 3, 2), (2, 2, 2, 2), (3, 2), (3, 4)]
#: Away from this their solver by polynomials finds roots that satisfy nothing to more digits.
CLOSE = 1e-4


def random_game(seed, shape):
    return bg.Game(np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape)))


def theirs(game, result):
    """Return the mixed strategies of a result of theirs, one list of vectors an equilibrium.

    Since version 17 a method that finds one equilibrium says so in the singular.
    """
    found = result.equilibria if hasattr(result, "equilibria") else [result.equilibrium]
    return [vectors(game, equilibrium) for equilibrium in found]


def vectors(game, profile):
    """Read a profile of theirs by labels, which every version understands."""
    return [
        np.array([float(profile[player][label]) for label in labels])
        for player, labels in game.strategies.items()
    ]


def labels_of(them):
    """Return the labels of their players, which are labels themselves since version 17."""
    return [getattr(one, "label", one) for one in them]


def apart(one, other):
    return max(np.abs(a - b).max() for a, b in zip(one, other, strict=True))


def exact_numbers():
    return st.one_of(
        st.integers(-(10**20), 10**20),
        st.fractions(max_denominator=10**9),
        st.decimals(-1000, 1000, places=4).map(Fraction),
        st.floats(-1e6, 1e6).map(Fraction),
    ).map(Fraction)


@st.composite
def games(draw, without=""):
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    size = len(shape) * int(np.prod(shape))
    payoffs = np.array(draw(st.lists(exact_numbers(), min_size=size, max_size=size)), dtype=object)
    letters = st.characters(codec="ascii", categories=["L", "N", "P", "S"], exclude_characters=without)
    names = st.text(letters, min_size=1, max_size=8)
    players = draw(st.lists(names, min_size=len(shape), max_size=len(shape), unique=True))
    strategies = [draw(st.lists(names, min_size=count, max_size=count, unique=True)) for count in shape]
    return bg.Game(payoffs.reshape((len(shape), *shape)), players, strategies)


@settings(max_examples=60, deadline=None)
@given(games())
def test_a_game_goes_to_them_and_comes_back_as_it_was(game):
    other = to_pygambit(game, title="A title")
    assert other.title == "A title"
    assert labels_of(other.players) == list(game.players)
    back = from_pygambit(other)
    assert back.labels == game.labels
    assert np.array_equal(back.exact_payoffs, game.exact_payoffs)


@settings(max_examples=40, deadline=None)
@given(games(without="\\0123456789"), st.sampled_from(["payoff", "outcome"]))
def test_their_reader_understands_both_versions(game, version):
    """Their reader takes a label for the number of a later strategy, and loses count of backslashes."""
    other = pygambit.read_nfg(io.StringIO(write_nfg(game, version=version)))
    assert labels_of(other.players) == list(game.players)
    assert np.array_equal(np.array(other.to_arrays()), game.exact_payoffs)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_they_write_is_read(shape, tmp_path):
    arrays = np.random.default_rng(2).integers(-9, 10, (len(shape), *shape))
    other = TABLE.from_arrays(*arrays, title="From arrays")
    path = tmp_path / "theirs.nfg"
    other.to_nfg(path)
    for game in (read_nfg(path), parse_nfg(other.to_nfg()), from_pygambit(other)):
        assert np.array_equal(game.payoffs, arrays)


def in_both_places(label):
    return bg.Game([[0, 1]], players=[label]), bg.Game([[0, 1]], strategies=[["x", label]])


@pytest.mark.parametrize("label", [" a", "a  b", "a\nb"])
def test_labels_that_they_cannot_hold_are_refused(label):
    for game in in_both_places(label):
        with pytest.raises(bg.GameError, match=f"pygambit {VERSION} does not take this game: .*plain names"):
            to_pygambit(game)


def test_letters_beyond_ascii_are_held_since_version_17():
    for game in in_both_places("Łukašenka"):
        if VERSION.startswith("16."):
            with pytest.raises(bg.GameError, match=f"pygambit {VERSION} .* in ASCII before pygambit 17"):
                to_pygambit(game)
        else:
            assert from_pygambit(to_pygambit(game)).labels == game.labels


def test_a_backslash_within_a_label_of_theirs_is_read():
    game = bg.Game([[[0], [0]], [[0], [0]]], ["a\\b", "c"])
    assert from_pygambit(to_pygambit(game)).players[0] == "a\\b"


ENTRY = """EFG 2 R "Entry" { "Ann" "Bob" }
p "" 1 1 "" { "in" "out" } 0
p "" 2 1 "" { "fight" "share" } 0
t "" 1 "fought" { -1, -1 }
t "" 2 "shared" { 1/3, 1 }
t "" 3 "stayed out" { 0, 2 }
"""


def test_an_extensive_game_of_theirs_is_taken_over_as_its_strategic_form():
    game = from_pygambit(pygambit.read_efg(io.StringIO(ENTRY)))
    assert game.players == ("Ann", "Bob")
    assert game.exact_payoffs.tolist() == [[[-1, Fraction(1, 3)], [0, 0]], [[-1, 1], [2, 2]]]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("ties", [False, True])
def test_pure_equilibria_are_theirs(shape, ties):
    for seed in range(6):
        payoffs = np.random.default_rng(seed).integers(0, 3 if ties else 10**6, (len(shape), *shape))
        game = bg.Game(payoffs)
        result = pygambit.nash.enumpure_solve(to_pygambit(game))
        found = {tuple(v.argmax() for v in x) for x in theirs(game, result)}
        mine = bg.solve.pure_equilibria(game).equilibria
        assert {tuple(v.argmax() for v in e.mixed) for e in mine} == found


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 3, 2), (2, 2, 2, 2), (3, 3, 2)])
def test_every_equilibrium_of_their_polynomial_solver_is_found_or_is_none(shape):
    shown = 0
    for seed in range(4):
        game = random_game(seed, shape)
        solution = bg.solve.all_equilibria(game)
        assert solution.status == "complete"
        for point in theirs(game, pygambit.nash.enumpoly_solve(to_pygambit(game), use_strategic=True)):
            if min(apart(point, e.mixed) for e in solution.equilibria) > CLOSE:
                assert max(game.regret(point).values()) > 1e-6
            else:
                shown += 1
    assert shown >= 4


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (3, 4), (4, 4)])
@pytest.mark.parametrize("ties", [False, True])
def test_extreme_equilibria_of_two_players_are_theirs(shape, ties):
    for seed in range(6):
        payoffs = np.random.default_rng(seed).integers(0, 3 if ties else 100, (2, *shape))
        game = bg.Game(payoffs)
        solution = bg.solve.all_equilibria(game, certificate=True)
        mine = [e.mixed for part in solution.components for e in part.samples]
        # the pure members of a continuum are listed too, and are corners of it
        alone = [e.mixed for e in solution.equilibria if not any(apart(e.mixed, p) < 1e-12 for p in mine)]
        mine += alone
        found = theirs(game, pygambit.nash.enummixed_solve(to_pygambit(game), rational=True))
        assert len(found) == len(mine)
        assert all(min(apart(point, other) for other in mine) < 1e-12 for point in found)
        assert bg.verify(solution)


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (2, 3, 2), (2, 2, 2, 2)])
def test_logit_equilibria_are_theirs(shape):
    for seed in range(3):
        game = random_game(seed, shape)
        other = to_pygambit(game)
        for rationality in (0.3, 1.0, 3.0):
            (point, *_) = pygambit.qre.logit_solve_lambda(other, rationality)
            first = bg.solve.logit_equilibrium(game, rationality).outcomes[0]
            assert apart(first.mixed, vectors(game, point.profile)) < 1e-6


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (2, 3, 2), (2, 2, 2, 2)])
def test_the_limit_of_the_logit_path_is_theirs(shape):
    for seed in range(4):
        game = random_game(seed, shape)
        (point,) = theirs(game, pygambit.nash.logit_solve(to_pygambit(game)))
        path = bg.solve.logit_path(game)
        assert path.status == "complete"
        assert apart(path.limit.mixed, point) < 1e-3  # their search stops at a finite rationality


@pytest.mark.skipif(int(VERSION.split(".")[0]) < 17, reason="behaviour is read as version 17 gives it")
@pytest.mark.parametrize("seed", range(8))
def test_their_equilibria_of_a_signalling_game_are_listed_exactly_if_they_are_perfect_bayesian(seed):
    from benchmarks import signals

    game = signals.random_game(seed, *signals.SMALL[seed % len(signals.SMALL)])
    solution = bg.solve.perfect_bayesian_equilibria(game, game.players)
    perfect = 0
    for sends, replies in signals.theirs(pygambit, game):
        is_one = signals.is_perfect_bayesian(game, sends, replies)
        assert signals.is_listed(game, solution, sends, replies) == is_one
        perfect += is_one
    assert perfect > 0
