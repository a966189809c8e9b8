import json

import pytest


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["campaign", "-m", 3, "-n", 60], "the share of runs with lukashenko = join by then"),
        (["campaign", "-m", 3, "-n", 60], "where a choice stands"),
        (["campaign", "-m", 3, "-n", 60, "--fix", "west=differentiate"], "less as players choose"),
        (["campaign", "-m", 3, "-n", 60, "--replay", 4], "Run 4, rationality"),
        (["learn", "-n", 5, "--rule", "best_reply", "--rounds", 50], "Learning by best reply: 5 runs"),
        (["learn", "-n", 2, "--weight", "putin.manpower=1.2"], "Learning by replicator"),
        (["backtest", "-n", 40], "multiplies the odds of any forecast against a rival by at most"),
    ],
)
def test_each_answers_as_a_page_and_as_json(run, arguments, said):
    ended, page, _ = run(*arguments)
    assert ended == 0
    assert said in " ".join(page.split())
    assert max(map(len, page.splitlines())) <= 80
    ended, data, _ = run(*arguments, "--json")
    assert ended == 0
    assert json.loads(data)["rows"]


def test_a_table_for_machines_has_a_line_a_month(run):
    code, page, _ = run("campaign", "-m", 4, "-n", 20, "--csv")
    assert code == 0
    assert len(page.splitlines()) == 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["campaign", "-m", 0], "months = 0: must be a whole number, 1 or more"),
        (["campaign", "--policy", "mypic"], 'did you mean "myopic"?'),
        (["campaign", "--fix", "west=isolate|differentiate"], "west: give one strategy, not several"),
        (["campaign", "--fix", "wst=isolate"], 'did you mean "west"?'),
        (["campaign", "-m", 2, "-n", 5, "--replay", 7], "run = 7: must be at most 4"),
        (["learn", "--rule", "replicater"], 'did you mean "replicator"?'),
        (["backtest", "--history", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_bad_input_ends_with_a_message_and_code_2(run, arguments, said):
    code, page, message = run(*arguments)
    assert (code, page) == (2, "")
    assert said in " ".join(message.split())
