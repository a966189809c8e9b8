"""Games from and for other programs: Gambit's .nfg and .efg files, spreadsheets, nashpy, pygambit, pandas."""

from belarusgame.exchange.convert import from_pygambit, to_frame, to_nashpy, to_pygambit
from belarusgame.exchange.efg import write_efg
from belarusgame.exchange.extensive_form import parse_efg, read_efg
from belarusgame.exchange.formats import is_game_file, read_game
from belarusgame.exchange.nfg import parse_nfg, read_nfg, write_nfg
from belarusgame.exchange.spreadsheet import parse_csv, read_csv
from belarusgame.extensive import ExtensiveGame

__all__ = [
    "ExtensiveGame",
    "from_pygambit",
    "is_game_file",
    "parse_csv",
    "parse_efg",
    "parse_nfg",
    "read_csv",
    "read_efg",
    "read_game",
    "read_nfg",
    "to_frame",
    "to_nashpy",
    "to_pygambit",
    "write_efg",
    "write_nfg",
]
