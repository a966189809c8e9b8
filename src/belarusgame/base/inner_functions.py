"""Compile a function that only compiled functions call: translated once, optimised where it is called.

numba makes machine code for every function by itself, and optimises it anew in each of its callers, and in
theirs. What Python never calls needs no machine code of its own, and its callers optimise it anyway. What
Python does call is optimised with all that was linked into it: before that, little is worth the time.
"""

# numba's types are partial, and llvmlite has none.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, Flags
from numba.core.typed_passes import NativeLowering, NopythonRewrites
from numba.core.untyped_passes import InlineClosureLikes

from belarusgame.base.plain_indexing import PlainLowering


class _LightPasses:
    """A code generator that does little with single functions, which are optimised again once linked."""

    def __init__(self, codegen: Any) -> None:
        self._codegen = codegen

    def __getattr__(self, name: str) -> Any:
        return getattr(self._codegen, name)

    def _function_pass_manager(self, *arguments: Any) -> Any:
        return self._codegen._function_pass_manager(*arguments, opt=1)


class _EntryLibrary(JITCodeLibrary):
    """The code of a function that Python calls."""

    def _optimize_functions(self, ll_module: Any) -> None:
        with self._passes(_LightPasses):
            super()._optimize_functions(ll_module)

    @contextmanager
    def _passes(self, lighter: type[_LightPasses]) -> Generator[None]:
        whole, self._codegen = self._codegen, lighter(self._codegen)
        try:
            yield
        finally:
            self._codegen = whole


class _NoPasses:
    """Optimises nothing."""

    def run(self, *_: Any) -> None:
        """Leave everything as it is."""


class _ScalarPasses(_LightPasses):
    """A code generator that makes no vectors of loops, and goes once through what was linked, not twice."""

    def _module_pass_manager(self, **settings: Any) -> Any:
        light = {**settings, "opt": 1, "loop_vectorize": False, "slp_vectorize": False}
        whole, builder = self._codegen._module_pass_manager(**light)
        return (_NoPasses() if "cost" in settings else whole), builder


class _ScalarLibrary(_EntryLibrary):
    """The code of a function whose loops are short, or written in vectors already."""

    def _optimize_final_module(self) -> None:
        with self._passes(_ScalarPasses):
            super()._optimize_final_module()


class EntryCompiler(Compiler):
    """Compile for Python; to be given as ``pipeline_class``."""

    _code: type[_EntryLibrary] = _EntryLibrary  #: what the machine code is kept as

    def compile_extra(self, func: Any) -> Any:
        """Compile without looking for garbage, which takes a tenth of the time and finds little.

        What was made meanwhile counts as old at once, or all of it would be looked through right after.
        """
        collecting = gc.isenabled()
        gc.disable()
        try:
            return super().compile_extra(func)
        finally:
            if collecting:
                if not gc.get_freeze_count():  # whoever froze something wants it to stay so
                    gc.freeze()
                    gc.unfreeze()
                gc.enable()

    def define_pipelines(self) -> Any:
        """Begin with a library that is optimised once, and can be kept on disk."""
        library = self._code(self.state.targetctx.codegen(), self.state.func_id.func_qualname)
        library.enable_object_caching()
        self.state["library"] = library
        return super().define_pipelines()


class ScalarEntryCompiler(EntryCompiler):
    """Compile for Python in two thirds of the time, where vectors made of loops would gain little."""

    _code = _ScalarLibrary


class _NoEnvironment:
    """A place for the environment of a function that has no machine code, where nothing is looked up."""

    def set_env(self, env_name: str, env: Any) -> None:
        """Keep nothing."""


class _InnerLibrary(_EntryLibrary):
    """The code of a function as it is linked into its callers, and nothing else."""

    @property
    def codegen(self) -> Any:
        return _NoEnvironment()

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        self._ensure_finalized()
        return 0  # what numba says of a function that Python cannot call


class _KnownFlags(Flags):
    """Settings that are told apart at once: numba compares all thirty at every operation."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash(frozenset(self._values))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _KnownFlags) and self._values == other._values


class InnerCompiler(Compiler):
    """Compile for compiled callers alone; to be given as ``pipeline_class``, with ``no_cpython_wrapper``."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*(_KnownFlags(of) if isinstance(of, Flags) else of for of in arguments))

    def define_pipelines(self) -> Any:
        """Begin with a library that is only linked into others, and leave out what finds nothing to do.

        Nothing here defines a function of its own; and what makes no arrays has no expressions of them that
        could be joined.
        """
        codegen = self.state.targetctx.codegen()
        (pipeline,) = super().define_pipelines()
        self.state["library"] = _InnerLibrary(codegen, self.state.func_id.func_qualname)
        idle = {InlineClosureLikes} if self.state.flags.nrt else {InlineClosureLikes, NopythonRewrites}
        plain = {NativeLowering: PlainLowering}
        pipeline.passes = [
            (plain.get(kind, kind), name) for kind, name in pipeline.passes if kind not in idle
        ]
        pipeline.finalize()
        return [pipeline]
