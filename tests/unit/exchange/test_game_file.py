"""Text of files of games, with the place of what is no text."""

import pytest

from belarusgame.errors import GameError
from belarusgame.exchange import game_file
from belarusgame.exchange.game_file import given_text, read_text


def written(tmp_path, content):
    path = tmp_path / "game.nfg"
    path.write_bytes(content)
    return path


def test_a_file_is_read_with_or_without_the_mark_of_its_encoding(tmp_path):
    for mark in (b"", b"\xef\xbb\xbf"):
        assert read_text(written(tmp_path, mark + "NFG – 1\n".encode())) == "NFG – 1\n"
    assert read_text(str(written(tmp_path, b""))) == ""


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"\xff", "line 1, column 1: expected text in UTF-8, found the byte 0xff"),
        (b"one\ntw\xe9", "line 2, column 3: expected text in UTF-8, found the byte 0xe9"),
        (b"one\n\n\x80two", "line 3, column 1: expected text in UTF-8, found the byte 0x80"),
    ],
)
def test_a_byte_that_is_no_text_is_named_with_its_place(tmp_path, content, place):
    with pytest.raises(GameError) as error:
        read_text(written(tmp_path, content))
    assert str(error.value).endswith(f"game.nfg: {place}")


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path, monkeypatch):
    with pytest.raises(GameError, match=r"nowhere\.nfg"):
        read_text(tmp_path / "nowhere.nfg")
    monkeypatch.setattr(game_file, "LARGEST_FILE", 3)
    assert read_text(written(tmp_path, b"abc")) == "abc"
    with pytest.raises(GameError, match=r"game\.nfg"):
        read_text(written(tmp_path, b"abcd"))


def test_text_that_is_handed_over_is_checked():
    assert given_text("\ufeffNFG", "a game") == ("NFG", "a game")
    assert given_text("", "a game") == ("", "a game")
    for text, name in ((3, "a game"), (b"NFG", "a game"), ("NFG", ""), ("NFG", None)):
        with pytest.raises(GameError):
            given_text(text, name)
