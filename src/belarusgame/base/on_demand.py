"""Names of a package that are loaded when they are first used, so that importing it stays light."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # by its name a type checker takes it as true; every import of a package waits for this
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


def on_demand(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package.

    Parameters
    ----------
    package : str
        Its full name.
    homes : mapping of str to str
        The module that each name comes from; a name that comes from itself is a module.
    """

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(homes[name])
        return module if homes[name] == f"{package}.{name}" else getattr(module, name)

    return get
