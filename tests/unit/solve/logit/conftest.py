"""What the tests of the logit solvers share."""

import sys
from importlib import import_module

import numba
import pytest

BASE, ROOM = "belarusgame.base", "belarusgame.solve.logit"
COMPILED = {
    "compile_arithmetic": BASE,
    "arithmetic": BASE,
    "compile_logit": ROOM,
    "equations": ROOM,
    "kernel": ROOM,
}


@pytest.fixture
def plain(monkeypatch):
    """Return the compiled modules made anew without compiling: their parts can be called and replaced."""
    with monkeypatch.context() as only_here:
        only_here.setattr(numba.config, "DISABLE_JIT", True)
        for name, room in COMPILED.items():
            only_here.delitem(sys.modules, f"{room}.{name}", raising=False)
            only_here.setattr(import_module(room), name, None, raising=False)
        made = {name: import_module(f"{room}.{name}") for name, room in COMPILED.items()}
        for name, room in COMPILED.items():  # so that what was there is put back
            only_here.delitem(sys.modules, f"{room}.{name}")
    return made
