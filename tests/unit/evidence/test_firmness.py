from typing import get_args

from belarusgame.evidence.firmness import FIRMNESSES, Firmness
from belarusgame.scenario.codebook import WEIGHTS


def test_every_firmness_has_its_place_from_the_firmest_on():
    assert set(get_args(Firmness)) == set(FIRMNESSES)
    assert len(set(FIRMNESSES)) == len(FIRMNESSES)
    likely = [WEIGHTS[firmness].likely for firmness in FIRMNESSES]
    assert likely == sorted(likely, reverse=True)  # the weaker a claim, the less it weighs
    assert len(set(likely)) == len(likely)
