"""Compile a function that only compiled functions call: translated once, optimised where it is called.

numba makes machine code for every function by itself, and optimises it anew in each of its callers, and in
theirs. What Python never calls needs no machine code of its own, and its callers optimise it anyway.
"""

# numba's types are partial, and llvmlite has none.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, Flags


class _NoEnvironment:
    """A place for the environment of a function that has no machine code, where nothing is looked up."""

    def set_env(self, env_name: str, env: Any) -> None:
        """Keep nothing."""


class _InnerLibrary(JITCodeLibrary):
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
        """Begin with a library that is only linked into others."""
        codegen = self.state.targetctx.codegen()
        self.state["library"] = _InnerLibrary(codegen, self.state.func_id.func_qualname)
        return super().define_pipelines()
