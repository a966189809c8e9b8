"""Statements about payoffs and outcomes that can be proven, or refuted by the smallest counter-example."""

from __future__ import annotations

from belarusgame.assume.breach import Breach
from belarusgame.assume.breach import WrongComparison as Comparison
from belarusgame.assume.certificate import Proof
from belarusgame.assume.check import Check, Checked, check
from belarusgame.assume.counterexample import StatementWitness as Witness
from belarusgame.assume.statement import Condition, Statement
from belarusgame.assume.statements import (
    all_of,
    always,
    any_of,
    dominates,
    finding,
    given,
    monotone,
    never,
    ordering,
    prefers,
    requirement,
    statement_of,
)
from belarusgame.assume.strength import Noticed, RequirementStrength, Strength, strength

__all__ = [
    "Breach",
    "Check",
    "Checked",
    "Comparison",
    "Condition",
    "Noticed",
    "Proof",
    "RequirementStrength",
    "Statement",
    "Strength",
    "Witness",
    "all_of",
    "always",
    "any_of",
    "check",
    "dominates",
    "finding",
    "given",
    "monotone",
    "never",
    "ordering",
    "prefers",
    "requirement",
    "statement_of",
    "strength",
]
