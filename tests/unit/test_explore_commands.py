import json

import pytest


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["sweep", "-n", 2000], 0, "Share of 2000 draws"),
        (["sweep", "-n", 2000, "-e", "putin=coerce"], 0, "putin = coerce, in 2000 draws"),
        (["tipping-points", "--event", "china=stand_aside"], 0, "china.moscow_ties"),
        (["guarantee", "--never", "china=disengage"], 0, "proven"),
        (["guarantee"], 1, "refuted"),
        (["sensitivity", "-n", 64], 0, "By claim"),
    ],
)
def test_each_answers_as_a_page_and_as_json(run, arguments, code, said):
    ended, page, _ = run(*arguments)
    assert ended == code
    assert said in " ".join(page.split())
    assert max(map(len, page.splitlines())) <= 80
    ended, data, _ = run(*arguments, "--json")
    assert ended == code
    assert json.loads(data)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep", "-n", 0], "draws = 0"),
        (["sweep", "-e", "putn=coerce"], 'did you mean "putin"?'),
        (["tipping-points", "--event", "putin=coerc"], 'did you mean "coerce"?'),
        (["guarantee", "--never", "china=disengage", "--always", "china=intercede"], "not both"),
    ],
)
def test_bad_input_ends_with_a_message_and_code_2(run, arguments, said):
    code, _, message = run(*arguments)
    assert code == 2
    assert said in message


def test_an_event_is_needed_where_the_file_asks_nothing(run, tmp_path):
    path = tmp_path / "case.toml"
    assert run("new", path)[0] == 0
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("question")))
    code, _, message = run("tipping-points", path)
    assert (code, "say which event" in message) == (2, True)


def test_the_main_job_says_how_sure_it_is_unless_told_not_to(run):
    page = " ".join(run("assess", "--draws", 2000)[1].split())
    assert "2,000 draws of the assumptions" in page
    assert "To make it happen 13 weights must move" in page
    assert "draws of the assumptions" not in run("assess", "--draws", 0)[1]
    assert "draws of the assumptions" not in run("assess", "-w", "putin.manpower=1.2")[1]
