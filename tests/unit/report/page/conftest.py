from functools import cache

import hostile
import pytest
from first_edition import first_edition

import belarusgame as bg

#: Enough for every section; what they say is tested elsewhere.
DRAWS = 300


@cache
def page_of(name):
    scenario = hostile.hostile() if name == "hostile" else first_edition()
    return bg.report.page(hostile.assessed(scenario, DRAWS))


@pytest.fixture(scope="session")
def pages():
    """Return a function that makes the page of the built-in or of the hostile scenario, once."""
    return page_of
