"""The compiler of the arithmetic of this floor."""

from belarusgame.base.compiling import RoomCompiler

_COMPILER = RoomCompiler(("base/arithmetic.py", "base/compile_arithmetic.py"))
entry, inner = _COMPILER.entry, _COMPILER.inner
