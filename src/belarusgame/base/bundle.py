"""Hand many arrays to compiled code at once: by the address of a table that says where they are.

A tuple of arrays is handed to a compiled function member by member: every function that takes one has
hundreds of arguments, which take longer to compile than what the function does.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Bundle:
    """Named arrays, and bundles of them, for compiled code, which reads them as attributes.

    The fields of a subclass are arrays in C order, or bundles. Compiled code borrows them: whoever calls it
    keeps the bundle.
    """

    @cached_property
    def address(self) -> int:
        """Where the table of the arrays is."""
        return int(self._table.ctypes.data)

    @cached_property
    def _table(self) -> NDArray[np.int64]:
        """For every array where its numbers are, and its shape; for every bundle its address."""
        entries: list[int] = []
        for part in self.__getstate__().values():
            if isinstance(part, Bundle):
                entries.append(part.address)
            else:
                entries += [int(part.ctypes.data), *part.shape]
        # Kept by the cached property: the address stays good for as long as the bundle lives.
        return np.array(entries, dtype=np.int64)

    @cached_property
    def _numba_type_(self) -> Any:  # the name by which numba asks
        from belarusgame.base.bundle_type import type_of_bundle

        return type_of_bundle(type(self).__name__, self.__getstate__())

    # Addresses are true in one process only: what is cached is not pickled, and is made anew where it
    # arrives.
    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}
