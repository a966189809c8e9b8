from functools import cache

import hostile
import pytest

import belarusgame as bg

#: Enough for every section; what they say is tested elsewhere.
DRAWS = 300


@cache
def page_of(name):
    scenario = hostile.hostile() if name == "hostile" else bg.load_scenario()
    return bg.report.page(hostile.assessed(scenario, DRAWS))


@pytest.fixture(scope="session")
def pages():
    """Return a function that makes the page of the built-in or of the hostile scenario, once."""
    return page_of
