"""Games from and for other programs: Gambit's .nfg files, nashpy, pygambit, pandas."""

from belarusgame.exchange.convert import from_pygambit, to_frame, to_nashpy, to_pygambit
from belarusgame.exchange.nfg import parse_nfg, read_nfg, write_nfg

__all__ = [
    "from_pygambit",
    "parse_nfg",
    "read_nfg",
    "to_frame",
    "to_nashpy",
    "to_pygambit",
    "write_nfg",
]
