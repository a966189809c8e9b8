"""What may be read, and what is said of everything else."""

import os
import pickle
import threading
from pathlib import Path

import pytest

from belarusgame.base.files import FileError, checked_path, read_bytes
from belarusgame.errors import GameError


def test_a_file_is_read_up_to_its_limit(tmp_path):
    file = tmp_path / "a.toml"
    file.write_bytes(b"abc")
    assert read_bytes(file, 3) == read_bytes(str(file), 3) == b"abc"
    with pytest.raises(FileError, match=r"a\.toml: is larger than 0 MB, too large to be meant$"):
        read_bytes(file, 2)
    file.write_bytes(b"")
    assert read_bytes(file, 3) == b""


def test_a_link_is_followed(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert read_bytes(tmp_path / "b", 9) == b"abc"


def test_what_is_no_regular_file_is_refused_unopened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    for name in ("pipe", "device", "."):
        with pytest.raises(FileError, match="is a folder, a device or a pipe, not a file"):
            read_bytes(tmp_path / name, 9)


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="only Linux has this file without an end")
def test_a_file_that_the_system_makes_up_is_not_waited_for():
    """It calls itself regular and empty; whoever reads it waits for the kernel's next message."""
    said = []

    def read():
        try:
            said.append(read_bytes("/proc/kmsg", 9))
        except FileError as error:
            said.append(error.problem)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(5)
    assert said


def test_a_file_that_grows_meanwhile_is_cut_at_the_limit(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"abcdef")
    smaller = os.stat_result((0o100600, 1, 1, 1, 0, 0, 3, 0, 0, 0))
    monkeypatch.setattr("pathlib.Path.stat", lambda self: smaller)
    assert read_bytes(tmp_path / "a", 4) == b"abcd"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere", "nowhere: there is no such file"),
        ("a\0b", r"a\x00b: no file's name holds the character \x00"),
        ("a\ud800", r"a\ud800: no file's name holds the character \ud800"),
        ("/dev/null/a", "/dev/null/a: the file cannot be read: Not a directory"),
        (None, "None: is not the path of a file"),
        (b"bytes", "b'bytes': is not the path of a file"),
        (["a"], '["a"]: is not the path of a file'),
        ("", '"": is a folder, a device or a pipe, not a file'),
    ],
)
def test_what_cannot_be_read_is_named(path, message):
    with pytest.raises(GameError) as caught:
        read_bytes(path, 9)
    assert str(caught.value) == message
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.missing) == (message, caught.value.missing)


def test_a_path_need_not_exist_to_be_one(tmp_path):
    assert checked_path(str(tmp_path / "new")) == tmp_path / "new"
