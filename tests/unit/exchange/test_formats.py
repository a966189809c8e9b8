import os
from pathlib import Path

import pytest

import belarusgame as bg
from belarusgame.exchange import is_game_file, read_game, write_nfg

GAME = bg.Game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], ["Ann", "Bob"])


@pytest.mark.parametrize("name", ["pd.nfg", "PD.NFG", "pd.tar.Nfg", "pd.csv", "PD.Csv"])
def test_the_end_of_the_name_says_how_a_game_is_read(name, tmp_path):
    table = GAME.to_frame().to_csv(index=False)
    (tmp_path / name).write_text(write_nfg(GAME) if "n" in name.lower() else table)
    assert is_game_file(tmp_path / name)
    assert read_game(tmp_path / name).equals(GAME)


@pytest.mark.parametrize("name", ["a.gbt", "a.agg", "a.BAGG", "a.gam", "a.gte"])
def test_a_format_that_is_not_read_is_named_with_what_to_do(name):
    assert is_game_file(name)
    with pytest.raises(bg.GameError) as caught:
        read_game(name)  # whether or not there is a file
    ending = Path(name).suffix.lower()
    assert f"{name}: is " in str(caught.value)
    assert f"({ending}), which is not read here; " in str(caught.value)
    by_pygambit = ending in (".gbt", ".agg", ".bagg")
    advice = f'pygambit.read_{ending[1:]}("{name}")' if by_pygambit else "into a table in a .csv file"
    assert advice in str(caught.value)


@pytest.mark.parametrize("name", ["case.toml", "belarus-2022", "nfg", ".nfg", "a.nfg.gz", ""])
def test_other_names_are_none_of_a_game(name):
    assert not is_game_file(name)
    with pytest.raises(bg.GameError, match=r"ends in \.nfg, \.efg, \.csv"):
        read_game(name)


@pytest.mark.parametrize("ending", [".nfg", ".csv"])
def test_only_files_are_read_and_nothing_is_waited_for(ending, tmp_path):
    os.mkfifo(tmp_path / f"pipe{ending}")
    (tmp_path / f"folder{ending}").mkdir()
    (tmp_path / f"device{ending}").symlink_to("/dev/zero")
    for kind in ("pipe", "folder", "device"):
        with pytest.raises(bg.GameError, match=rf"{kind}{ending}: is a folder, a device or a pipe"):
            read_game(tmp_path / (kind + ending))
    (tmp_path / f"made-up{ending}").symlink_to("/proc/kmsg")
    with pytest.raises(bg.GameError, match=r"line 1.*: expected .* found the end of the file|no such file"):
        read_game(tmp_path / f"made-up{ending}")


@pytest.mark.parametrize("path", [None, 3, b"a.nfg", "a\0.nfg", "\ud800.csv"])
def test_what_is_no_path_is_refused(path):
    for asked in (is_game_file, read_game):
        with pytest.raises(bg.GameError):
            asked(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("entry.agg", "#AGG\n2\n2\n0\n2 2\n0 1\n0 1\n2 0 1\n2 0 1\n0 1 2\n0 3 4\n"),
    ],
)
def test_the_advice_works(name, text, tmp_path, monkeypatch):
    pygambit = pytest.importorskip("pygambit", reason="pygambit is an extra that some machines must compile")
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text)
    with pytest.raises(bg.GameError, match="convert it with pygambit: ") as caught:
        read_game(name)
    game = eval(str(caught.value).rpartition("pygambit: ")[2], {"bg": bg, "pygambit": pygambit})
    assert max(game.payoffs[0].flat) in (2, 4)
