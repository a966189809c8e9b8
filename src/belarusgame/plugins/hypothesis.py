"""Tells Hypothesis how to draw our types; Hypothesis calls it through its entry point when it is imported."""

from __future__ import annotations

from typing import Any

from belarusgame.game import Game


def register() -> None:
    """Make ``st.from_type(bg.Game)`` and ``st.from_type(bg.Scenario)`` work.

    The strategies themselves are loaded when they are first asked for.
    """
    from hypothesis import strategies as st  # only Hypothesis calls this, and it is loaded by then

    from belarusgame.scenario import Scenario

    def games(_: type[Any]) -> st.SearchStrategy[Game]:
        from belarusgame.testing import games

        return games()

    def scenarios(_: type[Any]) -> st.SearchStrategy[Scenario]:
        from belarusgame.testing import scenarios

        return scenarios()

    st.register_type_strategy(Game, games)
    st.register_type_strategy(Scenario, scenarios)
