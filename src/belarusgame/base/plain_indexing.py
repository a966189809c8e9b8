"""Read and write single numbers of arrays as C does: an index counts from the beginning, never from the end.

numba looks at every index whether it is negative. That is a third of what it writes for an inner loop, and
such a loop takes a fifth longer.
"""

# numba's types are partial, and llvmlite has none.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from typing import Any

from numba.core import cgutils, types
from numba.core.compiler_machinery import register_pass
from numba.core.lowering import Lower
from numba.core.typed_passes import NativeLowering
from numba.np.arrayobj import load_item, store_item


class _PlainLower(Lower):
    """Writes the instructions of a function whose indices are never negative, but for constants."""

    def lower_getitem(self, resty: Any, expr: Any, value: Any, index: Any, signature: Any) -> Any:
        """Read one number, or leave it to numba if more is asked for."""
        if not self._names_one_number(value, index):
            return super().lower_getitem(resty, expr, value, index, signature)
        kind = self.typeof(value.name)
        read = load_item(self.context, self.builder, kind, self._place(value, index))
        return self.context.cast(self.builder, read, kind.dtype, resty)

    def lower_setitem(self, target_var: Any, index_var: Any, value_var: Any, signature: Any) -> Any:
        """Write one number, or leave it to numba if there are more."""
        kind, given = self.typeof(target_var.name), self.typeof(value_var.name)
        if isinstance(given, types.Array) or not self._names_one_number(target_var, index_var):
            return super().lower_setitem(target_var, index_var, value_var, signature)
        number = self.context.cast(self.builder, self.loadvar(value_var.name), given, kind.dtype)
        return store_item(self.context, self.builder, kind, number, self._place(target_var, index_var))

    def _names_one_number(self, array: Any, index: Any) -> bool:
        kind, asked = self.typeof(array.name), self.typeof(index.name)
        axes: tuple[Any, ...] = tuple(asked) if _is_tuple(asked) else (asked,)
        return (
            isinstance(kind, types.Array)
            and len(axes) == kind.ndim
            and all(isinstance(axis, types.Integer) and not _counts_from_end(axis) for axis in axes)
        )

    def _place(self, array: Any, index: Any) -> Any:
        """Return the address of one number of an array."""
        builder, kind, asked = self.builder, self.typeof(array.name), self.typeof(index.name)
        whole, given = self.loadvar(array.name), self.loadvar(index.name)
        if _is_tuple(asked):
            numbered = list(zip(cgutils.unpack_tuple(builder, given), asked, strict=True))
        else:
            numbered = [(given, asked)]
        places = [self.context.cast(builder, at, axis, types.intp) for at, axis in numbered]
        model = self.context.data_model_manager[kind]
        data, shape, strides = (
            builder.extract_value(whole, model.get_field_position(name))
            for name in ("data", "shape", "strides")
        )
        if kind.layout != "C":
            lengths, steps = (cgutils.unpack_tuple(builder, own, kind.ndim) for own in (shape, strides))
            return cgutils.get_item_pointer2(self.context, builder, data, lengths, steps, kind.layout, places)
        offset = places[0]
        for axis in range(1, kind.ndim):
            offset = builder.add(builder.mul(offset, builder.extract_value(shape, axis)), places[axis])
        return builder.gep(data, [offset])


def _is_tuple(asked: Any) -> bool:
    return isinstance(asked, types.BaseTuple)


def _counts_from_end(axis: Any) -> bool:
    return isinstance(axis, types.IntegerLiteral) and axis.literal_value < 0


@register_pass(mutates_CFG=True, analysis_only=False)
class PlainLowering(NativeLowering):
    """The pass that writes the instructions; to stand where a pipeline has ``NativeLowering``."""

    _name = "plain_lowering"

    @property
    def lowering_class(self) -> Any:
        """The one that knows what is never negative."""
        return _PlainLower
