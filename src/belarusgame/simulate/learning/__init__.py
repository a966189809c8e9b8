"""Learning in games: six rules, their basins of attraction, and the stability of equilibria."""

from belarusgame.simulate.learning.learn import LearningRule, learn
from belarusgame.simulate.learning.stability import Stability, stability
from belarusgame.simulate.learning.trajectory import Basin, Trajectory

__all__ = ["Basin", "LearningRule", "Stability", "Trajectory", "learn", "stability"]
