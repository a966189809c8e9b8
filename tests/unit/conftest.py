"""What the tests of the command share."""

import sys

import pytest

from belarusgame import cli


@pytest.fixture
def run(monkeypatch, capsys):
    """Return a function that runs the command in this process, as if its output went to a file."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def command(*arguments):
        monkeypatch.setattr(sys, "argv", ["belarusgame", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return command
