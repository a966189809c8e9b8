from dataclasses import replace
from fractions import Fraction

from belarusgame.base.polytope import Polytope, line_of

THREE = Polytope.simplex(["a", "b", "c"])
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def test_a_simplex_has_the_certain_points_as_corners():
    assert THREE.vertices == ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    assert THREE.middle == (Fraction(1, 3),) * 3
    assert THREE.range("b") == (0, 1)


def test_a_part_of_it_has_the_corners_of_the_cut():
    part = THREE.where(inequalities=[line_of([1, 0, 0], -QUARTER)])
    assert set(part.vertices) == {(1, 0, 0), (QUARTER, 3 * QUARTER, 0), (QUARTER, 0, 3 * QUARTER)}
    assert part.contains((HALF, HALF, Fraction(0)))
    assert not part.contains((Fraction(0), HALF, HALF))
    assert part.greatest({"b": Fraction(1), "c": Fraction(2)}) == Fraction(3, 2)


def test_an_empty_region_is_false():
    assert not THREE.where(inequalities=[line_of([0, 0, 0], -1)])


def test_words_and_rows_say_what_it_is():
    part = THREE.where(inequalities=[line_of([-2, 1, 0], HALF)])
    assert part.words() == ["a + b + c = 1", "-2 a + b >= -1/2"]
    assert len(part.rows()) == len(part.vertices)
    assert "a + b + c = 1" in str(part)


def test_forged_corners_are_noticed():
    assert THREE.problems() == []
    assert replace(THREE, vertices=THREE.vertices[:2]).problems()
