"""Games as trees: who moves when and knows what, and the games in strategic form that they stand for."""

from belarusgame.extensive.extensive_game import ExtensiveGame, checked_tree
from belarusgame.extensive.forms import MOST_PLAYERS, check_size, reduced_strategies
from belarusgame.extensive.nodes import CHANCE, TERMINAL, InformationSet, TreeNode

__all__ = [
    "CHANCE",
    "MOST_PLAYERS",
    "TERMINAL",
    "ExtensiveGame",
    "InformationSet",
    "TreeNode",
    "check_size",
    "checked_tree",
    "reduced_strategies",
]
