"""What if the weights are wrong? Conclusions under uncertain payoffs."""

from belarusgame.explore._results import Commonest, Conventions, LogitSample, Share, Sweep
from belarusgame.explore.draws import Draws, Input, make_draws
from belarusgame.explore.sweep import sweep

__all__ = [
    "Commonest",
    "Conventions",
    "Draws",
    "Input",
    "LogitSample",
    "Share",
    "Sweep",
    "make_draws",
    "sweep",
]
