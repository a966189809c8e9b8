"""Tables that are cut out of a line of memory, without a check and without a call.

The compiler's own ``reshape`` calls a function that allows for any strides: of a small support, cutting out
its tables took as long as filling them. The table takes no reference to the memory, so this is for functions
that count none (:mod:`compile_search`).
"""

# llvmlite, which writes the machine instructions, has no types, and numba's are partial.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numba.core import types
from numba.extending import lower_builtin, type_callable
from numba.np.arrayobj import populate_array
from numpy.typing import NDArray

_Number = TypeVar("_Number", bound=np.generic)


def table_at(memory: NDArray[_Number], begin: int, lines: int, columns: int) -> NDArray[_Number]:
    """Return the table that begins at a place of a line of memory, which must be long enough."""
    return memory[begin : begin + lines * columns].reshape((lines, columns))


@type_callable(table_at)
def _type_of_table(_: Any) -> Any:
    def typer(memory: Any, begin: Any, lines: Any, columns: Any) -> Any:
        return memory.copy(ndim=2)

    return typer


@lower_builtin(table_at, types.Array, types.Integer, types.Integer, types.Integer)
def _write_table(context: Any, builder: Any, signature: Any, values: Any) -> Any:
    line = context.make_array(signature.args[0])(context, builder, values[0])
    begin, lines, columns = (
        context.cast(builder, value, kind, types.intp)
        for value, kind in zip(values[1:], signature.args[1:], strict=True)
    )
    made = context.make_array(signature.return_type)(context, builder)
    populate_array(
        made,
        data=builder.gep(line.data, [begin]),
        shape=[lines, columns],
        strides=[builder.mul(columns, line.itemsize), line.itemsize],
        itemsize=line.itemsize,
        meminfo=line.meminfo,
        parent=line.parent,
    )
    return made._getvalue()
