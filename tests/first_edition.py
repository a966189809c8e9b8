"""The built-in scenario as it was coded first: tests pin its numbers, whatever the coding of the day is."""

from functools import cache
from pathlib import Path

import belarusgame as bg

FOLDER = Path(__file__).parent / "data" / "first-edition"


@cache
def first_edition() -> bg.Scenario:
    return bg.load_scenario(FOLDER / "belarus-2022.toml")
