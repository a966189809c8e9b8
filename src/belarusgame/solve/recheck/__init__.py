"""Exact verification of certificates: in fractions, and without the search that wrote them."""

from belarusgame.solve.recheck.exact_cells import Exact, fractions
from belarusgame.solve.recheck.optimal_pair import ZeroSumCertificate, check_zero_sum, value_message
from belarusgame.solve.recheck.proof_tree import StructuredCertificate
from belarusgame.solve.recheck.ranges import highest, lowest
from belarusgame.solve.recheck.record import check_record
from belarusgame.solve.recheck.reduced import check_reduced
from belarusgame.solve.recheck.search_certificate import PROVEN, Certificate, Rejected
from belarusgame.solve.recheck.searched import check_searched
from belarusgame.solve.recheck.two_player import TwoPlayerCertificate, check_two_players, continuum_message

__all__ = [
    "PROVEN",
    "Certificate",
    "Exact",
    "Rejected",
    "StructuredCertificate",
    "TwoPlayerCertificate",
    "ZeroSumCertificate",
    "check_record",
    "check_reduced",
    "check_searched",
    "check_two_players",
    "check_zero_sum",
    "continuum_message",
    "fractions",
    "highest",
    "lowest",
    "value_message",
]
