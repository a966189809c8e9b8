"""How often does each outcome occur when the assumptions are drawn at random?"""

from belarusgame.explore.sampling.chunk import kernel_for
from belarusgame.explore.sampling.compiled_scenario import make_layout
from belarusgame.explore.sampling.draws import BLOCK, Draws, make_draws, sample_size
from belarusgame.explore.sampling.intervals import Interval, wilson_interval
from belarusgame.explore.sampling.one_draw import ExactSolver
from belarusgame.explore.sampling.results import Sweep
from belarusgame.explore.sampling.shares import Commonest, Conventions, LogitSample, Share
from belarusgame.explore.sampling.sweep import sweep
from belarusgame.explore.sampling.tally import UNITS, event_bits
from belarusgame.scenario import Input

__all__ = [
    "BLOCK",
    "UNITS",
    "Commonest",
    "Conventions",
    "Draws",
    "ExactSolver",
    "Input",
    "Interval",
    "LogitSample",
    "Share",
    "Sweep",
    "event_bits",
    "kernel_for",
    "make_draws",
    "make_layout",
    "sample_size",
    "sweep",
    "wilson_interval",
]
