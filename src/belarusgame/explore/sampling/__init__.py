"""Monte Carlo over the ranges of a scenario: how often each outcome occurs."""

from belarusgame.explore.sampling.by_draw import decided_by_draw, solved_by_draw
from belarusgame.explore.sampling.chunk import FEW, groups_may_mix, kernel_for
from belarusgame.explore.sampling.compiled_scenario import make_layout
from belarusgame.explore.sampling.conventions import other_conventions
from belarusgame.explore.sampling.distributions import Distribution
from belarusgame.explore.sampling.draws import BLOCK, Draws, make_draws, sample_size
from belarusgame.explore.sampling.intervals import Interval, wilson_interval
from belarusgame.explore.sampling.logit_sample import payoffs_at, sequential_chances
from belarusgame.explore.sampling.one_draw import ExactSolver, most_exact
from belarusgame.explore.sampling.results import Sweep
from belarusgame.explore.sampling.shares import Commonest, Conventions, LogitSample, Share, summed_over
from belarusgame.explore.sampling.sweep import MostExact, checked_exact, sweep
from belarusgame.explore.sampling.tally import UNITS, event_bits
from belarusgame.scenario import Input

__all__ = [
    "BLOCK",
    "FEW",
    "UNITS",
    "Commonest",
    "Conventions",
    "Distribution",
    "Draws",
    "ExactSolver",
    "Input",
    "Interval",
    "LogitSample",
    "MostExact",
    "Share",
    "Sweep",
    "checked_exact",
    "decided_by_draw",
    "event_bits",
    "groups_may_mix",
    "kernel_for",
    "make_draws",
    "make_layout",
    "most_exact",
    "other_conventions",
    "payoffs_at",
    "sample_size",
    "sequential_chances",
    "solved_by_draw",
    "summed_over",
    "sweep",
    "wilson_interval",
]
