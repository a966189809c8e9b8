"""Statements about payoffs and outcomes that can be proven, or refuted by the smallest counter-example."""

from __future__ import annotations

from belarusgame.assume._breach import Breach, Comparison
from belarusgame.assume._certificate import Proof
from belarusgame.assume._statement import Condition, Statement
from belarusgame.assume.check import Check, Checked, check
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
from belarusgame.assume.witness import Witness

__all__ = [
    "Breach",
    "Check",
    "Checked",
    "Comparison",
    "Condition",
    "Proof",
    "Statement",
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
]
