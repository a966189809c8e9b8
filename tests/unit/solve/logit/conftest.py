"""What the tests of the logit solvers share."""

import sys
from importlib import import_module

import numba
import pytest

ROOM = "belarusgame.solve.logit"
COMPILED = ("compile_logit", "arithmetic", "equations", "kernel")


@pytest.fixture
def plain(monkeypatch):
    """Return the compiled modules made anew without compiling: their parts can be called and replaced."""
    room = import_module(ROOM)
    with monkeypatch.context() as only_here:
        only_here.setattr(numba.config, "DISABLE_JIT", True)
        for name in COMPILED:
            only_here.delitem(sys.modules, f"{ROOM}.{name}", raising=False)
            only_here.setattr(room, name, None, raising=False)
        made = {name: import_module(f"{ROOM}.{name}") for name in COMPILED}
        for name in COMPILED:  # so that what was there is put back
            only_here.delitem(sys.modules, f"{ROOM}.{name}")
    return made
