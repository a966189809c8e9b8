"""What a bundle is to the compiler: a pointer, and at which place of its table each array stands."""

# numba's types are partial, and llvmlite has none.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from llvmlite import ir
from numba import typeof, types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    unbox,
)
from numba.np.arrayobj import populate_array

from belarusgame.errors import GameError

#: Addresses and lengths.
_WORD = ir.IntType(64)


class BundleType(types.Type):
    """The type of a bundle: the types of its members, by name."""

    def __init__(self, label: str, members: tuple[tuple[str, Any], ...]) -> None:
        self.members = dict(members)
        self.places: dict[str, int] = {}
        place = 0
        for name, member in members:
            self.places[name] = place
            place += 1 if isinstance(member, BundleType) else 1 + member.ndim
        # A short name, as it is a part of the name of every function that takes a bundle.
        digest = hashlib.sha256(repr([(name, str(member)) for name, member in members]).encode()).hexdigest()
        super().__init__(name=f"Bundle({label}, {digest[:16]})")


def type_of_bundle(label: str, members: Mapping[str, Any]) -> BundleType:
    """Return the type of a bundle with these arrays and bundles."""
    found: tuple[tuple[str, Any], ...] = tuple((name, typeof(member)) for name, member in members.items())
    for name, member in found:
        if not isinstance(member, BundleType) and not member.is_c_contig:
            raise GameError(f"{label}.{name}: must be an array in C order; make it so with ascontiguousarray")
    return BundleType(label, found)


register_model(BundleType)(models.OpaqueModel)


@infer_getattr
class _BundleAttributes(AttributeTemplate):
    key = BundleType

    def generic_resolve(self, typ: BundleType, attr: str) -> Any:
        return typ.members.get(attr)


@lower_getattr_generic(BundleType)
def _read_member(context: Any, builder: Any, typ: BundleType, value: Any, attr: str) -> Any:
    member, words = typ.members[attr], builder.bitcast(value, _WORD.as_pointer())

    def word(k: int) -> Any:
        read = builder.load(builder.gep(words, [_WORD(typ.places[attr] + k)]))
        # The table of a bundle never changes, whatever is written to its arrays: read it outside of loops.
        read.set_metadata("invariant.load", builder.module.add_metadata([]))
        return read

    if isinstance(member, BundleType):
        return builder.inttoptr(word(0), cgutils.voidptr_t)
    size = context.get_abi_sizeof(context.get_data_type(member.dtype))
    shape = [word(1 + axis) for axis in range(member.ndim)]
    strides = [_WORD(size)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length, flags=["nsw"]))
    made = context.make_array(member)(context, builder)
    # Without an owner: nobody counts references to what is borrowed.
    populate_array(
        made,
        data=builder.inttoptr(word(0), context.get_data_type(member.dtype).as_pointer()),
        shape=shape,
        strides=strides,
        itemsize=_WORD(size),
        meminfo=None,
    )
    return made._getvalue()


@unbox(BundleType)
def _take_bundle(typ: BundleType, obj: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(obj, "address")
    pointer = c.pyapi.long_as_voidptr(address)
    c.pyapi.decref(address)
    return NativeValue(pointer)
