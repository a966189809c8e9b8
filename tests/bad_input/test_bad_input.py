"""Every file in these folders has one mistake, or many, and says which messages it must give.

A file opens with a line `# expect: MESSAGE` for each message; `empty.toml`, which holds nothing, has them
beside it. The messages are compared in full, in any number, and in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import belarusgame as bg

HERE = Path(__file__).parent
MARK = "# expect: "


def expected(path: Path) -> list[str]:
    beside = path.with_suffix(".expected")
    if beside.exists():
        return beside.read_text("utf-8").splitlines()
    return [line.removeprefix(MARK) for line in path.read_text("utf-8").split("\n") if line.startswith(MARK)]


def broken(folder: str) -> list[Path]:
    return sorted((HERE / folder).glob("*.toml"))


@pytest.mark.parametrize(
    ("path", "load"),
    [pytest.param(path, bg.load_scenario, id=f"scenario-{path.stem}") for path in broken("scenarios")]
    + [pytest.param(path, bg.load_evidence, id=f"evidence-{path.stem}") for path in broken("evidence")],
)
def test_a_broken_file_gives_exactly_its_messages(
    path: Path, load: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    with pytest.raises(bg.SeedError) as caught:
        load(path.name)
    messages = expected(path)
    assert messages, "the file says nothing of what it must give"
    assert [str(mistake) for mistake in caught.value.mistakes] == messages
    assert str(caught.value) == "\n".join(messages)


def test_the_file_that_the_broken_ones_are_made_of_is_in_order() -> None:
    scenario = bg.load_scenario(HERE / "shared" / "valid.toml")
    assert scenario.game().shape == (3, 2)


def load_bytes(folder: Path, content: bytes) -> str:
    (folder / "case.toml").write_bytes(content)
    return message_of(folder / "case.toml").replace(str(folder), "FOLDER")


def message_of(source: object) -> str:
    with pytest.raises(bg.ScenarioError) as caught:
        bg.load_scenario(source)  # type: ignore[arg-type]
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"[scenario]\ntitle = 'Minsk \xff'\n",
            "byte 26 is not UTF-8; save the file with the encoding UTF-8",
        ),
        ("[scenario]\n".encode("utf-16"), "byte 0 is not UTF-8; save the file with the encoding UTF-8"),
        (b"\xef\xbb\xbf", "the file is empty; `belarusgame new FILE` writes one to start from"),
        (
            b"[scenario]\ntitle = 'a\x00b'\n",
            "line 2, column 11: `title = 'a\\x00b'`: not valid TOML: found invalid character '\\x00'",
        ),
        (
            b"a = " + b"9" * 5000,
            "holds a whole number of more than 4300 digits",
        ),
        (b"# \n" * 1_400_000, "is larger than 4 MB, too large to be meant"),
    ],
)
def test_bytes_that_are_no_text_of_ours(tmp_path: Path, content: bytes, message: str) -> None:
    assert load_bytes(tmp_path, content) == f"FOLDER/case.toml: {message}"


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    text = (HERE / "shared" / "valid.toml").read_text("utf-8")
    (tmp_path / "evidence.toml").write_bytes((HERE / "shared" / "evidence.toml").read_bytes())
    (tmp_path / "case.toml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"))
    assert bg.load_scenario(tmp_path / "case.toml").title == "Will he join?"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "belarus-2023",
            "belarus-2023: no packaged scenario has this name; there is belarus-2022, belarus-2022-beliefs; "
            'did you mean "belarus-2022"?',
        ),
        (
            "atlantis",
            "atlantis: no packaged scenario has this name; there is belarus-2022, belarus-2022-beliefs; "
            "the path of a file of your own ends in .toml",
        ),
        (
            "",
            '"": no packaged scenario has this name; there is belarus-2022, belarus-2022-beliefs; '
            "the path of a file of your own ends in .toml",
        ),
        ("vaild.toml", 'vaild.toml: there is no such file; did you mean "valid.toml"?'),
        ("nowhere/a.toml", "nowhere/a.toml: there is no such file; there is no folder nowhere either"),
        ("../shared/", "../shared/: is a folder, a device or a pipe, not a file"),
        ("/dev/null/a.toml", "/dev/null/a.toml: the file cannot be read: Not a directory"),
        ("a\0.toml", "a\\x00.toml: no file's name holds the character \\x00"),
        (
            "a\ud800.toml",
            "a\\ud800.toml: no file's name holds the character \\ud800",
        ),
    ],
)
def test_a_source_that_is_no_file(source: object, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE / "shared")
    assert message_of(source) == message


def test_what_is_no_path_is_refused() -> None:
    with pytest.raises(bg.BelarusGameError, match="None: is not the path of a file"):
        bg.load_scenario(None)


def test_a_device_is_not_read_without_end(tmp_path: Path) -> None:
    (tmp_path / "case.toml").symlink_to("/dev/zero")
    assert message_of(tmp_path / "case.toml").endswith(
        "case.toml: is a folder, a device or a pipe, not a file"
    )


def test_a_missing_file_of_evidence() -> None:
    with pytest.raises(bg.SeedError, match=r"^nowhere\.toml: there is no such file$"):
        bg.load_evidence("nowhere.toml")
    with pytest.raises(bg.SeedError, match=r"^None: is not the path of a file of evidence$"):
        bg.load_evidence(None)  # type: ignore[arg-type]


def test_the_mistakes_of_several_files_are_reported_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE / "evidence")
    with pytest.raises(bg.SeedError) as caught:
        bg.load_evidence("nowhere.toml", "empty-text.toml", "unknown-kind.toml")
    files = [mistake.file for mistake in caught.value.mistakes]
    assert files[:2] == ["nowhere.toml", "empty-text.toml"]
    assert "unknown-kind.toml" in files
