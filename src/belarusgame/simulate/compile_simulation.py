"""The compiler of the functions of this floor."""

from belarusgame.base.compiling import RoomCompiler

_COMPILER = RoomCompiler(
    (
        "base/arithmetic.py",
        "base/counter.py",
        "simulate/chance.py",
        "simulate/compile_simulation.py",
        "simulate/learning/averages.py",
        "simulate/learning/eighth_order.py",
        "simulate/learning/flow.py",
        "simulate/learning/rounds.py",
        "simulate/months/steps.py",
    )
)
entry, inner = _COMPILER.entry, _COMPILER.inner
