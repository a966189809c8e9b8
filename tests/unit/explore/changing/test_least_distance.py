from dataclasses import replace

import belarusgame as bg


def test_what_is_proven_is_said(pull):
    for norm, said in (("linf", "0.333332 and 0.333334"), ("l1", "0.499999 and 0.5"), ("l2", "0.447212")):
        point = bg.explore.tipping_points(pull, {"leader": "join"}, norm=norm)
        assert f"Proven: the least distance is between {said}" in str(point)
        assert "left out" not in str(point)
        unproven = replace(point, certificate=None)
        assert unproven.at_least is None
        assert "That nothing nearer does it is not proven." in str(unproven)
    assert bg.explore.tipping_points(pull, {"leader": "stay"}).at_least == 0
