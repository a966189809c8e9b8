"""Your own article: a small scenario written in Python, without any file.

An op-ed says that a dam upstream is nearly finished, and wonders whether the neighbour downstream will
protest or negotiate. The tables have the same entries as a scenario file, and the same checks.
"""

from datetime import date

import belarusgame as bg


def claim(says: str, firmness: str) -> dict[str, object]:
    return {
        "source": "op-ed",
        "paragraph": 1,
        "says": says,
        "kind": "assertion",
        "speaker": "author",
        "firmness": firmness,
    }


scenario = bg.Scenario.from_tables(
    {
        "scenario": {
            "title": "Will the neighbour negotiate over the dam?",
            "date": date(2026, 5, 1),
            "question": {"downstream": "negotiate"},
            "order": ["upstream", "downstream"],
            "reference": {"upstream": "pause", "downstream": "protest"},
        },
        "sources": {"op-ed": {"title": "Water between neighbours", "date": date(2026, 4, 30)}},
        "claims": {
            "1a": claim("Filling the reservoir fast would leave the valley dry for a season.", "stated"),
            "1b": claim("Talks may bring a schedule that both can live with.", "hedged"),
            "1c": claim("Every month without power costs the owners dearly.", "stated"),
        },
        "players": {
            "upstream": {"strategies": {"fill": "fill the reservoir", "pause": "wait for an agreement"}},
            "downstream": {"strategies": {"protest": "refuse to talk", "negotiate": "agree on a schedule"}},
        },
        "considerations": {
            "upstream": {
                "power": {
                    "sentence": "Waiting without an agreement costs money.",
                    "claims": ["1c"],
                    "effects": [
                        {"when": {"upstream": "fill"}, "adds": 2},
                        {"when": {"upstream": "pause", "downstream": "negotiate"}, "adds": 3},
                    ],
                }
            },
            "downstream": {
                "harvest": {
                    "sentence": "A dry season costs the harvest, an agreed schedule saves some of it.",
                    "claims": ["1a"],
                    "effects": [{"when": {"upstream": "fill"}, "adds": -3}],
                },
                "schedule": {
                    "sentence": "A schedule gives certainty.",
                    "claims": ["1b"],
                    "effects": [{"when": {"downstream": "negotiate"}, "adds": 1}],
                },
            },
        },
    },
    name="dam",
)

print(bg.report.assess(scenario))
solution = bg.solve.sequential_equilibria(scenario.game(), scenario.order)
print(bg.report.explain(scenario, solution.outcomes[0]))
