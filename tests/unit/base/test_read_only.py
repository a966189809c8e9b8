import numpy as np
import pytest

from belarusgame.base.read_only import read_only


def test_an_array_cannot_be_changed_any_more():
    whole = read_only(np.zeros(3))
    with pytest.raises(ValueError, match="read-only"):
        whole[0] = 1.0


def test_a_part_of_an_array_is_copied_so_that_nobody_changes_it_through_the_whole():
    whole = np.zeros((2, 3))
    part = read_only(whole[0])
    whole[0, 0] = 1.0
    assert part.tolist() == [0.0, 0.0, 0.0]
    with pytest.raises(ValueError, match="read-only"):
        part[0] = 1.0


def test_an_array_of_its_own_is_not_copied():
    whole = np.zeros(3)
    assert read_only(whole) is whole
