import json

import pytest


def test_it_says_what_types_do_and_that_nobody_has_to_guess(run):
    code, page, _ = run("signals")
    assert code == 0
    said = " ".join(page.split())
    assert "Putin is desperate" in said
    assert "Nobody has to guess" in said
    assert max(map(len, page.splitlines())) <= 80


def test_machines_get_exact_numbers(run):
    code, text, _ = run("signals", "--json")
    data = json.loads(text)
    assert (code, data["status"], data["beliefs about"]) == (0, "complete", [])
    assert all(data["equilibria"][0]["sentences"])


def test_as_a_table(run):
    code, text, _ = run("signals", "--csv")
    assert code == 0
    assert text.splitlines()[0] == "#,player,type,after,does,believes"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["signals", "--intuitive"], "needs one player with types who moves first"),
        (["signals", "nowhere.toml"], "nowhere.toml"),
        (["signals", "-w", "putin.manpwer=2"], 'did you mean "putin.manpower"?'),
    ],
)
def test_bad_input_ends_with_a_message_and_code_2(run, arguments, said):
    code, page, message = run(*arguments)
    assert (code, page) == (2, "")
    assert said in " ".join(message.split())
