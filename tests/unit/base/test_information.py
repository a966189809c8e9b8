"""Who tells which types apart, and which agents that makes."""

from belarusgame.base.information import Knows, agents_of, partition
from belarusgame.base.labels import labels_of
from belarusgame.base.type_space import TypeSpace

LABELS = labels_of(["row", "column"], [["up", "down"], ["left", "right"]])
SPACE = TypeSpace.read(
    LABELS, {"row": ["calm", "keen"], "column": ["soft", "hard"]}, {"row": [1, 0], "column": [0.5, 0.5]}
)
TOLD = Knows(player="column", about="row", when={"row": ("up",)}, types=("soft", "hard"))


def test_a_player_tells_its_own_types_apart_and_nobody_elses():
    assert partition(SPACE, (), "row", None) == {
        "calm": (("calm", "soft"), ("calm", "hard")),
        "keen": (("keen", "soft"), ("keen", "hard")),
    }


def test_what_is_told_after_a_move_is_known_only_then_and_pools_who_decides():
    assert set(partition(SPACE, [TOLD], "column", {"row": "down"})) == {"soft", "hard"}
    after = partition(SPACE, [TOLD], "column", {"row": "up"})
    assert after["soft/hard, row keen"] == (("keen", "soft"), ("keen", "hard"))
    assert set(after) == {"soft/hard, row calm", "soft/hard, row keen"}
    everywhere = partition(SPACE, [TOLD], "column", None)  # may have to decide by itself
    assert set(everywhere) == {"soft, row calm", "soft, row keen", "hard, row calm", "hard, row keen"}


def test_what_has_no_probability_is_nobody():
    agents = agents_of(SPACE, [TOLD])
    assert [agent.name for agent in agents] == [
        "row (calm)",
        "column (soft, row calm)",
        "column (hard, row calm)",
    ]
    assert agents[1].knows == "soft, row calm"
    assert agents[1].combinations == (("calm", "soft"),)
