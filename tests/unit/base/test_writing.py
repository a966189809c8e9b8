from pathlib import Path

import pytest

import belarusgame as bg
from belarusgame.base.writing import write_text


def test_text_is_written_as_utf_8_with_unix_line_ends(tmp_path):
    write_text(tmp_path / "a.txt", "für\nalle\n")
    assert (tmp_path / "a.txt").read_bytes() == b"f\xc3\xbcr\nalle\n"


def test_what_was_there_is_replaced_as_a_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("old", "utf-8")
    with pytest.raises(bg.BelarusGameError, match=r"a\.txt: the file cannot be written"):
        write_text(path, "new\ud800")  # half a character: no UTF-8
    assert path.read_text("utf-8") == "old"
    write_text(path, "new")
    assert path.read_text("utf-8") == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_what_interrupts_the_writing_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupted(self, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_text(tmp_path / "a.txt", "new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["missing/a.txt", "", "a\0b.txt", "folder"])
def test_a_place_that_cannot_be_written_is_named(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(bg.BelarusGameError, match="the file cannot be written"):
        write_text(name, "text")
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]
