"""Compiled kernels of a sweep: the outcomes of each draw of a block."""

from belarusgame.explore.sampling.kernels.buffers import allocate
from belarusgame.explore.sampling.kernels.grouping import group_bits, mark_several
from belarusgame.explore.sampling.kernels.groups import GroupBuffers, allocate_groups, solve_groups
from belarusgame.explore.sampling.kernels.nash import solve_nash
from belarusgame.explore.sampling.kernels.pure import decide, solve_pure
from belarusgame.explore.sampling.kernels.sequential import solve_sequential

__all__ = [
    "GroupBuffers",
    "allocate",
    "allocate_groups",
    "decide",
    "group_bits",
    "mark_several",
    "solve_groups",
    "solve_nash",
    "solve_pure",
    "solve_sequential",
]
