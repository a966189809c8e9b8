"""Exact verification of certificates: in fractions, and without the search that wrote them."""

from belarusgame.solve.recheck.exact_cells import Exact, ExactCell, excluded_by_range, fractions, whole_cell
from belarusgame.solve.recheck.listed import (
    Enclosure,
    check_apart,
    check_box,
    check_indices,
    check_numbers,
    check_payoffs,
    check_samples,
)
from belarusgame.solve.recheck.optimal_pair import ZeroSumCertificate, check_zero_sum, value_message
from belarusgame.solve.recheck.proof_steps import ProofEnd, StructuredCertificate, leaves_of, never_played
from belarusgame.solve.recheck.ranges import highest, lowest
from belarusgame.solve.recheck.record import check_record
from belarusgame.solve.recheck.search_log import (
    BORDERLINE,
    PROVEN,
    Certificate,
    Rejected,
    Supports,
    all_supports,
    check_roots,
    check_trees,
    dominated,
)
from belarusgame.solve.recheck.two_player import TwoPlayerCertificate, check_two_players, continuum_message

__all__ = [
    "BORDERLINE",
    "PROVEN",
    "Certificate",
    "Enclosure",
    "Exact",
    "ExactCell",
    "ProofEnd",
    "Rejected",
    "StructuredCertificate",
    "Supports",
    "TwoPlayerCertificate",
    "ZeroSumCertificate",
    "all_supports",
    "check_apart",
    "check_box",
    "check_indices",
    "check_numbers",
    "check_payoffs",
    "check_record",
    "check_roots",
    "check_samples",
    "check_trees",
    "check_two_players",
    "check_zero_sum",
    "continuum_message",
    "dominated",
    "excluded_by_range",
    "fractions",
    "highest",
    "leaves_of",
    "lowest",
    "never_played",
    "value_message",
    "whole_cell",
]
