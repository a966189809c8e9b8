"""Vectors of eight floats that stay in the processor's registers inside compiled functions.

The functions here can be called in compiled functions, where ``+``, ``-`` and ``*`` of their vectors work
too. Every operation is the IEEE operation on each of the eight numbers, so that nothing depends on what the
processor offers. Without compiling, a vector is a numpy array of eight.
"""

# Why not plain loops, which need no llvmlite: the loops of a cell are 4 to 30 numbers long, too short for
# what the compiler adds to each (a check that the arrays do not overlap, a remainder), and sums in a fixed
# order are not vectorised at all. Tried with all loops written plainly over tables without padding and
# without the zeros of the normal equations (AVX2, minima of CPU time over games solved in turn): 3x3x3x3
# took 1.51 times as long, 4x4x4 1.28 times, 3x3x3 and 2x2x2x2 as long as here. Register sums for the normal
# equations, over a list of the combinations at which two corners meet, gained 6 % of that one step. No
# upper bound of llvmlite is needed: every version of numba asks for its own.

# llvmlite, which writes the machine instructions, has no types, and numba's are partial.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import lower_builtin, models, register_jitable, register_model, type_callable

from belarusgame.base.labels import FloatArray

#: Numbers in a vector. Tables are as wide as a multiple of it.
WIDTH: Final = 8

Lanes = FloatArray


@register_jitable
def padded(count: int) -> int:
    """Return the least multiple of WIDTH that is not below ``count``."""
    return (count + WIDTH - 1) // WIDTH * WIDTH


@register_jitable
def block(at: int) -> int:
    """Return where the vector begins that holds column ``at``."""
    return at // WIDTH * WIDTH


def load(table: FloatArray, row: int, at: int) -> Lanes:
    """Read eight columns of a row."""
    return table[row, at : at + WIDTH].copy()


def read(line: FloatArray, at: int) -> Lanes:
    """Read eight numbers of a line."""
    return line[at : at + WIDTH].copy()


def store(table: FloatArray, row: int, at: int, values: Lanes) -> None:
    """Write eight columns of a row."""
    table[row, at : at + WIDTH] = values


def spread(value: float) -> Lanes:
    """Repeat one number eight times."""
    return np.full(WIDTH, value)


def smaller(a: Lanes, b: Lanes) -> Lanes:
    """Return the smaller number of each pair; a, if they cannot be compared."""
    return np.where(b < a, b, a)


def larger(a: Lanes, b: Lanes) -> Lanes:
    """Return the greater number of each pair; a, if they cannot be compared."""
    return np.where(b > a, b, a)


def total(a: Lanes) -> float:
    """Add the eight numbers, halves first."""
    return _folded(a, operator.add)


def least(a: Lanes) -> float:
    """Return the smallest of the eight numbers, none of which may be missing (NaN)."""
    return _folded(a, smaller)


def greatest(a: Lanes) -> float:
    """Return the greatest of the eight numbers, none of which may be missing (NaN)."""
    return _folded(a, larger)


def _folded(a: Lanes, function: Callable[[Any, Any], Any]) -> float:
    while len(a) > 1:
        a = function(a[: len(a) // 2], a[len(a) // 2 :])
    return float(a[0])


class _LanesType(types.Type):
    """The type of a vector in compiled functions."""

    def __init__(self) -> None:
        super().__init__(name="Lanes")


#: The one instance of the type, and what it is to LLVM.
_LANES: Final = _LanesType()
_VECTOR: Final = ir.VectorType(ir.DoubleType(), WIDTH)
_BYTE: Final = ir.IntType(8)


@register_model(_LanesType)
class _LanesModel(models.PrimitiveModel):  # pyright: ignore[reportUnusedClass]  # registered by the decorator
    """A vector is one value of the processor."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _VECTOR)


def _offered(function: Callable[..., Any], result: Any, kinds: tuple[Any, ...]) -> Callable[..., Any]:
    """Offer a function to compiled code; decorates what writes its instructions."""

    def typer(*_: Any) -> Any:
        return result

    def register(write: Callable[..., Any]) -> Callable[..., Any]:
        type_callable(function)(lambda _: typer)
        return lower_builtin(function, *kinds)(write)

    vars(typer)["__signature__"] = inspect.signature(function)
    return register


def _place(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    """Return the address of a vector in a table or a line."""
    kind = signature.args[0]
    table = context.make_array(kind)(context, builder, values[0])
    place = builder.bitcast(table.data, _BYTE.as_pointer())
    for axis, step in enumerate(cgutils.unpack_tuple(builder, table.strides, kind.ndim), 1):
        at = context.cast(builder, values[axis], signature.args[axis], types.intp)
        place = builder.gep(place, [builder.mul(at, step)])
    return builder.bitcast(place, _VECTOR.as_pointer())


@_offered(read, _LANES, (types.Array, types.Integer))
@_offered(load, _LANES, (types.Array, types.Integer, types.Integer))
def _load(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    loaded = builder.load(_place(context, builder, signature, values))
    loaded.align = 8
    return loaded


@_offered(store, types.none, (types.Array, types.Integer, types.Integer, _LanesType))
def _store(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    builder.store(values[3], _place(context, builder, signature, values)).align = 8
    return context.get_dummy_value()


@_offered(spread, _LANES, (types.Float,))
def _spread(_: Any, builder: Any, signature: Any, values: Any) -> Any:
    nothing = ir.Constant(_VECTOR, ir.Undefined)
    first = ir.Constant(ir.IntType(32), 0)
    everywhere = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
    return builder.shuffle_vector(builder.insert_element(nothing, values[0], first), nothing, everywhere)


def _write_fold(builder: Any, vector: Any, write: Callable[[Any, Any, Any], Any]) -> Any:
    """Combine the halves of a vector until one number is left."""
    width = WIDTH
    while width > 1:
        width //= 2
        halves = [
            builder.shuffle_vector(
                vector, vector, ir.Constant(ir.VectorType(ir.IntType(32), width), list(range(at, at + width)))
            )
            for at in (0, width)
        ]
        vector = write(builder, *halves)
    return builder.extract_element(vector, ir.Constant(ir.IntType(32), 0))


def _write_sum(builder: Any, a: Any, b: Any) -> Any:
    return builder.fadd(a, b)


def _write_smaller(builder: Any, a: Any, b: Any) -> Any:
    return builder.select(builder.fcmp_ordered("<", b, a), b, a)


def _write_larger(builder: Any, a: Any, b: Any) -> Any:
    return builder.select(builder.fcmp_ordered(">", b, a), b, a)


for _function, _write in ((smaller, _write_smaller), (larger, _write_larger)):

    @_offered(_function, _LANES, (_LanesType, _LanesType))
    def _pairwise(_: Any, builder: Any, signature: Any, values: Any, write: Any = _write) -> Any:
        return write(builder, *values)


for _function, _write in ((total, _write_sum), (least, _write_smaller), (greatest, _write_larger)):

    @_offered(_function, types.float64, (_LanesType,))
    def _fold(_: Any, builder: Any, signature: Any, values: Any, write: Any = _write) -> Any:
        return _write_fold(builder, values[0], write)


def _offer_operator(function: Callable[..., Any], name: str) -> None:
    """Offer an arithmetic operator on two vectors, beside what it means for everything else."""

    def typer(a: Any, b: Any) -> Any:
        return _LANES if a == b == _LANES else None

    type_callable(function)(lambda _: typer)

    @lower_builtin(function, _LanesType, _LanesType)
    def _(_: Any, builder: Any, signature: Any, values: Any) -> Any:
        return getattr(builder, name)(*values)


_offer_operator(operator.add, "fadd")
_offer_operator(operator.sub, "fsub")
_offer_operator(operator.mul, "fmul")
