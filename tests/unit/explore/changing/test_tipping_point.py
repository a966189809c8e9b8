import pickle
from fractions import Fraction

import belarusgame as bg


def test_the_sentence_names_what_moves_how_far_and_on_which_claims(belarus):
    point = bg.explore.tipping_points(belarus, {"china": "stand_aside"}, concept="pure")
    assert point.exact_distance == Fraction(1, 3)
    assert "china.moscow_ties rises from 0.75 to 0.9167 (resting on judgement)" in point.sentence
    assert "china.de_escalation falls from 1 to 0.9167 (resting on claims 12b)" in point.sentence


def test_records_pickle_and_show(belarus):
    point = bg.explore.tipping_points(belarus, {"lukashenko": "join"})
    again = pickle.loads(pickle.dumps(point))
    assert str(again) == str(point)
    assert list(point.to_frame()["assumption"]) == [move.name for move in point.moves]
    assert again.certificate.problems() == ()
