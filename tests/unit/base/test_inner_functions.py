"""A function for compiled callers alone does what it says there, and costs no machine code of its own."""

import gc

import numba
import numpy as np
import pytest

from belarusgame.base.inner_functions import EntryCompiler, InnerCompiler, ScalarEntryCompiler

INNER = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "pipeline_class": InnerCompiler}


@numba.njit(**INNER)
def half(values, k):
    """Halve an entry, and refuse what is not there."""
    if k >= values.size:
        raise IndexError("beyond the end")
    return values[k] / 2.0


@numba.njit(**INNER)
def halves(values):
    """Sum the halves."""
    total = 0.0
    for k in range(values.size):
        total += half(values, k)
    return total


@numba.njit(pipeline_class=EntryCompiler)
def asked(values, more):
    """Call one function directly, and by another one."""
    return halves(values) + half(values, more)


def test_inner_functions_work_in_their_callers():
    assert asked(np.array([1.0, 2.0, 4.0]), 1) == 3.5 + 1.0


def test_an_error_comes_through():
    try:
        asked(np.array([1.0]), 3)
    except IndexError as error:
        assert str(error) == "beyond the end"
    else:
        raise AssertionError("nothing was raised")


def test_no_machine_code_is_made_for_them():
    asked(np.array([1.0]), 0)
    engine = numba.core.registry.cpu_target.target_context.codegen()._engine
    for function, own in ((half, False), (halves, False), (asked, True)):
        (compiled,) = function.overloads.values()
        assert engine.is_symbol_defined(compiled.fndesc.llvm_cpython_wrapper_name) == own
        assert engine.is_symbol_defined(compiled.fndesc.mangled_name) == own


@pytest.mark.parametrize("collecting", [True, False])
def test_no_garbage_is_collected_while_something_is_compiled(collecting):
    seen = []

    class Watched(EntryCompiler):
        def define_pipelines(self):
            seen.append(gc.isenabled())
            return super().define_pipelines()

    function = numba.njit(pipeline_class=Watched)(lambda x: x + 1)
    (gc.enable if collecting else gc.disable)()
    try:
        assert function(1) == 2
        assert gc.isenabled() == collecting
    finally:
        gc.enable()
    assert seen == [False]


def test_little_is_done_with_functions_before_they_are_linked(monkeypatch):
    codegen = numba.core.registry.cpu_target.target_context.codegen()
    levels, make = [], codegen._function_pass_manager
    monkeypatch.setattr(
        codegen,
        "_function_pass_manager",
        lambda *given, **kw: levels.append(kw.get("opt")) or make(*given, **kw),
    )
    assert numba.njit(pipeline_class=EntryCompiler)(lambda x: x + 2)(1) == 3
    assert set(levels) == {1}


def test_what_compiling_leaves_is_not_looked_through_at_once():
    looked_through = []

    def note(phase, _):
        looked_through.append(gc.get_count()[0] if phase == "start" else 0)

    function = numba.njit(pipeline_class=EntryCompiler)(lambda x: x + 3)
    gc.callbacks.append(note)
    try:
        assert function(1) == 4
        assert [[k] for k in range(2000)]  # enough that garbage is looked for
    finally:
        gc.callbacks.remove(note)
    assert 0 < max(looked_through) < 2 * gc.get_threshold()[0]


def test_what_is_frozen_stays_so():
    function = numba.njit(pipeline_class=EntryCompiler)(lambda x: x + 5)
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        assert function(1) == 6
        assert 0.9 * frozen < gc.get_freeze_count() <= frozen
    finally:
        gc.unfreeze()


def test_short_loops_are_not_made_into_vectors(monkeypatch):
    codegen = numba.core.registry.cpu_target.target_context.codegen()
    asked_for, make = [], codegen._module_pass_manager
    monkeypatch.setattr(
        codegen, "_module_pass_manager", lambda **settings: asked_for.append(settings) or make(**settings)
    )
    assert numba.njit(pipeline_class=ScalarEntryCompiler)(lambda x: x + 4)(1) == 5
    assert all(settings["opt"] == 1 and not settings["loop_vectorize"] for settings in asked_for)
