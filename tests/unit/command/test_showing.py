import io

import pytest

from belarusgame.base.tables import Listed
from belarusgame.command.showing import show, write_csv
from belarusgame.errors import GameError

RECORD = Listed([{"what": "one", "range": (1, 2)}, {"what": "two", "more": "x"}], "Two things")


def test_an_interval_takes_two_columns_and_all_rows_have_all_columns():
    stream = io.StringIO()
    write_csv(stream, RECORD.rows())
    assert stream.getvalue().splitlines() == [
        "what,range low,range high,more",
        "one,1,2,",
        "two,,,x",
    ]


def test_sentences_stand_below_the_table_and_under_their_key(capsys):
    below = {"messages": ("It is so.",)}
    show(RECORD, as_json=False, as_csv=False, below=below)
    page = capsys.readouterr().out
    assert page.startswith("Two things")
    assert page.splitlines()[-1] == "- It is so."
    show(RECORD, as_json=True, as_csv=False, below=below)
    assert '"messages": [\n    "It is so."\n  ]' in capsys.readouterr().out


def test_only_one_form_is_printed():
    with pytest.raises(GameError, match="give --json or --csv, not both"):
        show(RECORD, as_json=True, as_csv=True)
