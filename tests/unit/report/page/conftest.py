from functools import cache

import hostile
import pytest
from first_edition import first_edition

import belarusgame as bg

#: Enough for every section; what they say is tested elsewhere.
DRAWS = 300


@cache
def page_of(name):
    if name == "hostile":
        return bg.report.page(hostile.assessed(hostile.hostile(), DRAWS), history=hostile.history())
    return bg.report.page(hostile.assessed(first_edition(), DRAWS))


@pytest.fixture(scope="session")
def pages():
    """Return a function that makes the page of the built-in or of the hostile scenario, once."""
    return page_of
