"""Players who err: logit equilibria of simultaneous and of sequential play."""

from belarusgame.solve.logit.batch import LogitBatch, logit
from belarusgame.solve.logit.equilibria import LogitPath, LogitPoint, logit_equilibrium, logit_path
from belarusgame.solve.logit.sequential import SequentialLogit, sequential_logit, sequential_logit_batch
from belarusgame.solve.logit.uniqueness import radius_bound

__all__ = [
    "LogitBatch",
    "LogitPath",
    "LogitPoint",
    "SequentialLogit",
    "logit",
    "logit_equilibrium",
    "logit_path",
    "radius_bound",
    "sequential_logit",
    "sequential_logit_batch",
]
