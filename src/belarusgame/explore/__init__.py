"""What if the weights are wrong? Conclusions under uncertain payoffs."""

from belarusgame.explore.draws import Draws, Input, make_draws

__all__ = ["Draws", "Input", "make_draws"]
