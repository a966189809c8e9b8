"""What can hold together: remembered points and contradictions give the answers of linear programs."""

from fractions import Fraction

import numpy as np
import pytest

from belarusgame.scenario import Switches
from belarusgame.weightspace.comparisons import Comparisons
from belarusgame.weightspace.feasible import Feasible, parts_of, split_by_part
from belarusgame.weightspace.programs import excludes, largest_margin
from belarusgame.weightspace.space import space_of


def effects(player, label):
    return [({player: label}, 1)]


@pytest.fixture(scope="module")
def scenario(build):
    players = {"one": ["a", "b"], "two": ["c", "d", "e"], "three": ["f", "g"], "four": ["h", "i"]}
    return build(
        players,
        {
            "one.x": ((0, 0.5, 1), effects("one", "b"), "shared"),
            "one.y": ((0.25, 0.5, 2), effects("one", "b")),
            "two.x": ((0.5, 1, 1.5), effects("two", "d"), "fixed"),
            "two.y": ((0, 1, 3), effects("two", "e")),
            "three.x": ((0.5, 1, 1.25), effects("three", "g"), "shared"),
            "three.y": ((1, 1, 2), effects("three", "g"), "other"),
            "four.x": ((0.5, 1, 2), effects("four", "i"), "other"),
            "four.y": ((0.25, 1, 2), effects("four", "i"), "fixed"),
        },
        drivers={"shared": (0.5, 1, 2), "fixed": (1, 1, 1), "other": (0.5, 1, 1.5)},
    )


def compiled(scenario, space=None):
    space = space or space_of(scenario)
    return space, Comparisons.of(scenario, Switches(), space)


def test_players_depend_on_each_other_through_drivers_that_move(scenario):
    space, comparisons = compiled(scenario)
    one, two, three, four = parts_of(space, comparisons)
    assert one == three == four != two
    apart = space.split("shared", Fraction(1))[0].split("shared", Fraction(1))[1]
    one, two, three, four = parts_of(apart, comparisons)
    assert three == four
    assert len({one, two, three}) == 3
    assert len(set(parts_of(space.with_fixed_drivers(), comparisons))) == 4


def test_a_set_is_split_by_part(scenario):
    _, comparisons = compiled(scenario)
    rows = [((0, 1), (1, -1)), ((2, 1), (3, -1)), ((1, 1),), ((4, 2), (5, -1)), ((3, -1),)]
    mask = comparisons.set_of(rows)
    assert split_by_part(mask, comparisons, (0, 1, 2, 3)) == [0b101, 0b10010, 0b1000]
    assert split_by_part(mask, comparisons, (0, 1, 0, 3)) == [0b1101, 0b10010]
    assert split_by_part(0, comparisons, (0, 1, 2, 3)) == []


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("fixed", [False, True])
def test_a_set_is_admitted_just_where_it_has_a_margin(scenario, strict, fixed):
    space = space_of(scenario)
    space, comparisons = compiled(scenario, space.with_fixed_drivers() if fixed else space)
    feasible = Feasible(space=space, comparisons=comparisons, strict=strict)
    generator = np.random.default_rng(14)
    owned = [(0, 1), (2, 3), (4, 5), (6, 7)]
    pool = [
        tuple((k, int(c)) for k, c in zip(pair, generator.integers(-4, 5, 2), strict=True) if c)
        for pair in owned
        for _ in range(4)
    ]
    pool = [row for row in pool if row]
    answers = {True: 0, False: 0}
    for _ in range(60):
        rows = [pool[n] for n in generator.choice(len(pool), int(generator.integers(1, 6)), replace=False)]
        margin = largest_margin(space, rows).margin
        if abs(margin) > 1e-6:
            assert feasible.admits(comparisons.set_of(rows)) == (margin > 0)
            answers[margin > 0] += 1
    assert min(answers.values()) > 5
    assert 0 < len(feasible.contradictions) <= answers[False]
    for core, proof in feasible.contradictions:
        assert core == comparisons.set_of(tuple(proof))
        assert excludes(space, proof, strict=strict)
        assert not feasible.admits(core)
    # no contradiction holds another one: what is known is not proven again
    cores = [core for core, _ in feasible.contradictions]
    assert not any(a != b and a & ~b == 0 for n, b in enumerate(cores) for a in cores[:n])


def test_a_tie_is_admitted_unless_it_must_be_strict(scenario):
    space, comparisons = compiled(scenario)
    tie = comparisons.set_of([((2, 1), (3, -2)), ((2, -1), (3, 2))])
    assert Feasible(space=space, comparisons=comparisons).admits(tie)
    strict = Feasible(space=space, comparisons=comparisons, strict=True)
    assert not strict.admits(tie)
    assert [core for core, _ in strict.contradictions] == [tie]
    assert Feasible(space=space, comparisons=comparisons).admits(0)
    assert strict.admits(0)
    start = comparisons.set_of([((0, 1), (1, -1))])  # 0.5 against 0.5 at the likely weights: not strict there
    assert strict.admits(start)
    assert len(strict.contradictions) == 1


def test_few_linear_programs_are_solved(scenario, monkeypatch):
    """A point at which one set holds answers for others; so does a contradiction."""
    import belarusgame.weightspace.feasible as module

    solved = []
    monkeypatch.setattr(
        module, "largest_margin", lambda space, rows: (solved.append(rows), largest_margin(space, rows))[1]
    )
    space, comparisons = compiled(scenario)
    feasible = Feasible(space=space, comparisons=comparisons)
    now, later = ((0, 2), (1, -1)), ((0, -1), (1, 3))  # both hold at the likely weights
    assert feasible.admits(comparisons.set_of([now, later]))
    assert solved == []
    moved, more = ((0, 1), (1, -2)), ((2, 1), (3, -2))
    assert feasible.admits(comparisons.set_of([moved]))
    assert feasible.admits(comparisons.set_of([moved, now]))
    assert len(solved) == 1
    assert feasible.admits(comparisons.set_of([moved, more]))
    assert len(solved) == 2  # the players are asked about one by one, and one is known
    never = ((0, 1), (1, -99))
    assert not feasible.admits(comparisons.set_of([never, now]))
    assert not feasible.admits(comparisons.set_of([never, later, more]))
    assert len(solved) == 3
    assert feasible.admits(comparisons.set_of([moved, now]))
    assert len(solved) == 3


def test_a_row_with_several_players_weights_joins_their_parts(build):
    scenario = build(
        {name: ["a", "b"] for name in ("p", "q", "r")},
        {f"{name}.x": ((0, 1, 2), [({name: "b"}, 1)]) for name in ("p", "q", "r")},
    )
    space = space_of(scenario)
    comparisons = Comparisons.of(scenario, Switches(), space)
    rows = [((0, 1),), ((1, 1),), ((2, 1),), ((0, 1), (1, -1)), ((1, 1), (2, -1))]
    masks = [1 << comparisons.number(row) for row in rows]
    parts = parts_of(space, comparisons)
    assert split_by_part(sum(masks[:3]), comparisons, parts) == masks[:3]
    assert split_by_part(sum(masks[:4]), comparisons, parts) == [masks[0] | masks[1] | masks[3], masks[2]]
    assert split_by_part(sum(masks), comparisons, parts) == [sum(masks)]
    assert split_by_part(masks[4] | masks[0], comparisons, parts) == [masks[0], masks[4]]
