"""No option of a command line is dropped without a word."""

import pytest


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("structures", "--seed", "1", "--seed", "2"), "--seed: is given 2 times; give it once"),
        (("structures", "--concept", ""), '--concept "": must not be empty; leave the option out instead'),
        (("structures", "--concept", "  "), '--concept "": must not be empty'),
        (("sweep", "--fix", "west=isolate", "--fix", ""), '--fix "": must not be empty'),
    ],
)
def test_an_option_that_would_be_dropped_is_refused(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_an_option_that_may_be_repeated_is_read_each_time(run):
    code, out, _ = run("tipping-points", "--fix", "west=isolate", "--fix", "china=intercede")
    assert code == 0
    assert "west = isolate, china = intercede" in out


def test_a_switch_that_is_set_twice_is_set(run):
    code, out, _ = run("claims", "--json", "--json")
    assert code == 0
    assert out.startswith(("{", "["))
