"""The compiler of the functions of this room."""

from belarusgame.base.compiling import RoomCompiler

_COMPILER = RoomCompiler(("base/arithmetic.py", "solve/logit/*.py"))
entry, inner = _COMPILER.entry, _COMPILER.inner
