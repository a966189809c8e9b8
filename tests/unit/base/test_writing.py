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


@pytest.mark.parametrize("taken", ["a file", "a link that leads nowhere"])
def test_a_new_file_takes_no_name_that_is_taken(taken, tmp_path):
    path = tmp_path / "a.toml"
    if taken == "a file":
        path.write_text("old", "utf-8")
    else:
        path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(bg.GameError, match=r"a\.toml: this file exists already; choose another name"):
        write_text(path, "new", new=True)
    assert path.is_symlink() or path.read_text("utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.toml"]


def test_a_new_file_that_cannot_be_written_leaves_its_name_free(tmp_path):
    with pytest.raises(bg.GameError, match="the file cannot be written"):
        write_text(tmp_path / "a.toml", "\ud800", new=True)
    assert list(tmp_path.iterdir()) == []
    write_text(tmp_path / "a.toml", "new", new=True)
    assert (tmp_path / "a.toml").read_text("utf-8") == "new"


@pytest.mark.parametrize("name", ["missing/a.txt", "", "folder"])
def test_a_place_that_cannot_be_written_is_named(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(bg.BelarusGameError, match="the file cannot be written"):
        write_text(name, "text")
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]


def test_a_name_that_no_file_can_have(tmp_path):
    with pytest.raises(bg.GameError, match="no file's name holds the character"):
        write_text(tmp_path / "a\0b.txt", "text")
