"""Players who err: logit equilibria along the branch that starts at uniform play."""

from belarusgame.solve.logit.batch import LogitBatch, logit
from belarusgame.solve.logit.equilibria import LogitPath, LogitPoint, logit_equilibrium, logit_path

__all__ = [
    "LogitBatch",
    "LogitPath",
    "LogitPoint",
    "logit",
    "logit_equilibrium",
    "logit_path",
]
