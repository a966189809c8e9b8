import json

import numpy as np
import pytest
from first_edition import first_edition

import belarusgame as bg


def test_the_main_job_answers_the_question(run):
    _, out, _ = run()
    for line in (
        "Will Belarus enter the war?",
        "Answer ",
        " below, one question a section; then what-if, structures, report.\n",
        "most fragile comparison",
    ):
        assert line in out
    assert run("assess")[1] == run("assess", "belarus-2022")[1] == out


def test_without_a_command_brief_prints_the_first_screen_alone(run):
    code, out, _ = run("--brief")
    assert code == 0
    assert out == run("assess", "--brief")[1]
    assert len(out.splitlines()) <= 16
    assert out.endswith(" without --brief; then what-if, structures, report.\n")


def test_the_json_of_the_main_job_is_the_assessment(run):
    data = json.loads(run("--json")[1])
    scenario = first_edition()
    (outcome,) = bg.solve.sequential_equilibria(scenario.game(), scenario.order).outcomes
    (listed,) = data["readings"][0]["solution"]["outcomes"]
    assert listed["profiles"] == [outcome.pure_profile | {"probability": 1.0}]
    assert listed["payoffs"] == outcome.payoffs


def test_weights_drivers_and_types_change_the_numbers(run):
    at = {"lukashenko": "join", "putin": "coerce", "west": "isolate", "china": "stand_aside"}
    where = " ".join(f"{player}={label}" for player, label in at.items())
    arguments = ["-w", "putin.manpower=1.4", "-d", "shortage=1.5", "-t", "putin=desperate"]
    (row,) = json.loads(run("payoffs", "--at", where, *arguments, "--json")[1])
    game = first_edition().game({"putin.manpower": 1.4}, {"shortage": 1.5}, {"putin": "desperate"})
    assert (
        row["payoff putin"]
        == float(game.payoff("putin", at))
        != float(first_edition().game().payoff("putin", at))
    )
    trace = json.loads(run("payoffs", "-p", "putin", "--at", where, *arguments, "--json")[1])
    assert trace["payoff"] == str(game.payoff("putin", at))


def test_part_of_a_profile_selects_rows(run):
    rows = json.loads(run("payoffs", "--at", "putin=coerce west=isolate", "--json")[1])
    assert len(rows) == 9
    assert {(row["putin"], row["west"]) for row in rows} == {("coerce", "isolate")}


def test_a_game_of_gambits(run, tmp_path):
    path = tmp_path / "game.nfg"
    bg.exchange.write_nfg(bg.Game([[[3, 0, 1], [0, 2, 1]], [[2, 0, 1], [0, 3, 1]]], ["Ann", "Bob"]), path)
    code, out, _ = run("equilibria", path)
    assert code == 0
    assert "3 outcomes, proven to be all there are." in out
    assert "2 outcomes, proven to be all there are." in run("equilibria", path, "-c", "pure")[1]
    assert "Ann" in out
    assert "there is no order of moves" in run("equilibria", path, "-c", "sequential")[2]
    assert (
        "game.nfg: a game has no weights, drivers, types or delegations"
        in run("equilibria", path, "-w", "a=1")[2]
    )


def test_a_game_in_a_table(run, tmp_path):
    path = tmp_path / "GAME.CSV"
    path.write_text('Ann / Bob, left, right\nup, "3, 2", "0, 0"\ndown, "0, 0", "2, 3"\n')
    code, out, _ = run("equilibria", path)
    assert code == 0
    assert "3 outcomes, proven to be all there are." in out
    assert "Ann" in out


def test_a_tree_of_gambits(run, tmp_path):
    path = tmp_path / "Entry.EFG"
    path.write_text(
        'EFG 2 R "Entry" { "Eve" "Ida" } p "" 1 1 "" { "in" "out" } 0 p "" 2 1 "" { "fight" "share" } 0 '
        't "" 1 "" { -1 -1 } t "" 2 "" { 1 1 } t "" 3 "" { 0 2 }'
    )
    code, out, _ = run("equilibria", path)
    assert code == 0
    assert "1 isolated, 1 continuum with 1 pure member, proven to be all there are." in out
    assert "Outcome 2, a pure member of a continuum:" in out
    assert "and a continuum of equilibria, not listed one by one" in out
    perfect = run("equilibria", path, "-c", "sequential")[1]
    assert "1 outcome, subgame_perfect, complete." in perfect
    assert "share" in perfect
    assert "fight" not in perfect


def test_a_search_ends_when_it_should(run, tmp_path):
    path = tmp_path / "game.nfg"
    bg.exchange.write_nfg(bg.Game(np.random.default_rng(3).uniform(-1, 1, (3, 3, 3, 3))), path)
    long = tmp_path / "long.nfg"  # takes a quarter of a second
    bg.exchange.write_nfg(bg.Game(np.random.default_rng(3).uniform(-1, 1, (3, 5, 5, 5))), long)
    for file, *option in ((path, "--max-cells", "2e1"), (long, "--max-seconds", "0.01")):
        code, out, _ = run("equilibria", file, *option)
        assert code == 0
        assert "not proven to be all there are" in out
        assert "ended the search; allow more" in " ".join(out.split())
    assert "unproven candidate, regret" in run("equilibria", path, "--max-cells", "20")[1]
    assert "max_cells = 20: only for nash, not for pure" in run(
        "equilibria", path, "-c", "pure", "--max-cells", "20"
    )[2].replace("\n", " ")


@pytest.mark.parametrize(
    ("concept", "said"),
    [
        ("sequential", "proven to be all there are"),
        ("nash", "proven to be all there are"),
        ("pure", "proven to be all there are"),
        ("correlated", "one point of a polytope"),
        ("logit", "principal branch"),
        ("rationalizable", "8 removed"),
        ("commitment", "Commitment of putin"),
    ],
)
def test_every_concept_answers_as_a_page_and_as_json(run, concept, said):
    code, page, _ = run("equilibria", "-c", concept)
    assert code == 0
    assert said in " ".join(page.split())
    assert max(map(len, page.splitlines())) <= 80
    assert json.loads(run("equilibria", "-c", concept, "--json")[1])


def test_correlated_equilibria_are_asked_about_an_event(run):
    page = run("equilibria", "-c", "correlated", "--event", "lukashenko=join")[1]
    assert "Probability of lukashenko = join: 0 to 0" in page


def test_rationality_comes_from_the_file_unless_it_is_given(run):
    likely, given = (
        run("equilibria", "-c", "logit", "--json"),
        run("equilibria", "-c", "logit", "--rationality", "2", "--json"),
    )
    assert likely == given
    assert run("equilibria", "-c", "logit", "--rationality", "0.1", "--json") != given


def test_a_leader_who_does_not_play_is_refused(run):
    code, _, message = run("equilibria", "-c", "commitment", "--leader", "putn")
    assert (code, 'did you mean "putin"?' in message) == (2, True)


def test_of_many_outcomes_the_first_are_explained_and_a_line_says_so(run):
    weightless = [word for c in first_edition().considerations for word in ("-w", f"{c.key}=0")]
    said = "The other outcomes are explained by --json and --csv."
    assert said not in run("explain", "-c", "pure")[1]
    code, out, _ = run("explain", "-c", "pure", *weightless)
    assert (code, said in out) == (0, True)
    assert out.count("Lukashenko is indifferent") == 5 * 2
