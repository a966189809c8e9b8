"""Compiled parts as plain functions."""

import pytest


@pytest.fixture
def uncompiled(monkeypatch):
    """Return a function that lets everything in some modules be called from Python."""

    def let(*modules):
        for module in modules:
            for name, value in list(vars(module).items()):
                if hasattr(value, "py_func"):
                    monkeypatch.setattr(module, name, value.py_func)

    return let
