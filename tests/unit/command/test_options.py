import json

import pytest


def test_a_number_outside_its_range_is_used_with_a_warning(run):
    code, out, err = run("payoffs", "-w", "putin.manpower=20", "--json")
    assert code == 0
    assert json.loads(out)
    assert err.startswith("Warning: weight putin.manpower = 20: must lie in its range, ")
    assert run("payoffs", "-w", "putin.manpower=1.1")[2] == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep", "-n", "many"], '--draws "many": must be a whole number'),
        (["sweep", "-n", "2.5"], '--draws "2.5": must be a whole number, at most'),
        (["guarantee", "--never", "china"], '--never "china": must be of the form NAME=VALUE'),
        (
            ["payoffs", "--at", "china=disengage china=intercede"],
            '--at: "china" is named twice; several strategies of one player are written china=disengage|',
        ),
    ],
)
def test_what_an_option_cannot_be_read_as_is_said_of_that_option(run, arguments, said):
    code, page, message = run(*arguments)
    assert (code, page) == (2, "")
    assert " ".join(message.split()).startswith(f"belarusgame: {said}")


def test_a_number_may_be_written_with_an_exponent(run):
    code, page, _ = run("sweep", "-n", "1e2", "-e", "putin=coerce")
    assert (code, "in 100 draws" in page) == (0, True)
