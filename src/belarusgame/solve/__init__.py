"""What happens in a game: one question, one file, one kind of answer."""

from belarusgame.solve.solution import Box, Component, Solution

__all__ = ["Box", "Component", "Solution"]
