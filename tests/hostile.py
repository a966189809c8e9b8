"""A scenario whose every text wants to be something else than text."""

from dataclasses import replace
from datetime import date

import belarusgame as bg
from belarusgame.report.headlines import headlines

MARKUP = '</script><img src=x onerror="alert(1)"></style><b>'
BACKWARDS = "\u202etxet \u05e9\u05dc\u05d5\u05dd"


def hostile():
    """Return it: markup, template marks, formulas, right-to-left text and very long words."""
    said = {"source": "s", "paragraph": 1, "kind": "assertion", "speaker": MARKUP, "firmness": "stated"}
    judged = {"judgement": MARKUP, "weight": {"low": 0.5, "likely": 1, "high": 2}}
    strategies = {"no": MARKUP, "yes": BACKWARDS, "perhaps": "x" * 200}
    gain, loss = {"when": {"a": "yes"}, "adds": 1}, {"when": {"a": ["yes", "perhaps"]}, "adds": -1}
    better = {"player": "a", "better": {"a": "yes"}, "worse": {"a": "no"}, "completions": "all"}
    return bg.Scenario.from_tables(
        {
            "scenario": {
                "title": f"{MARKUP} {{{{ 7 * 7 }}}} $x^2$",
                "date": date(2026, 1, 1),
                "question": {"a": "yes"},
                "order": ["a", "b"],
                "reference": {"a": "no", "b": "rest"},
                "rationality": {"level": {"low": 1, "likely": 2, "high": 4}, "judgement": MARKUP},
            },
            "sources": {"s": {"title": MARKUP, "date": date(2026, 1, 1), "address": "javascript:alert(1)"}},
            "claims": {
                "1": said | {"says": MARKUP},
                "2": said | {"says": BACKWARDS + "w" * 200},
                "3": said | {"says": "Colour.", "background": f"{{% raw %}} {MARKUP}"},
            },
            "players": {
                "a": {"name": f"A & {MARKUP}", "strategies": strategies},
                "b": {"name": "B" * 200, "strategies": {"rest": "x", "move": "x"}},
            },
            "considerations": {
                "a": {
                    "gain": {"sentence": MARKUP, "claims": ["1"], "effects": [gain]},
                    "cost": judged
                    | {"sentence": BACKWARDS, "effects": [loss]},
                },
                "b": {
                    "fit": {
                        "sentence": "{{ x }}",
                        "claims": ["2"],
                        "effects": [{"when": {"a": "yes", "b": "move"}, "adds": 1}],
                    }
                },
            },
            "assumptions": {
                "it": {
                    "role": "finding",
                    "sentence": MARKUP,
                    "judgement": "Made up.",
                    "prefers": better,
                }
            },
        },
        "hostile",
    )  # fmt: skip


def history():
    """Return what happened afterwards, in words that want to be markup."""
    said = {"says": MARKUP, "source": ""}
    seen = bg.simulate.Seen(name="seen", date=date(2026, 3, 1), observed={"a": ("no",)}, **said)
    outcome = bg.simulate.Happened(
        name="it", event={"a": ("yes",)}, by=date(2026, 2, 1), happened=False, **said
    )
    rivals = [
        bg.simulate.Outlook(name=MARKUP, kind="fixed", known=date(2026, 1, 1), probability=0.4, **said),
        bg.simulate.Outlook(name="in words", kind="verbal", known=date(2026, 1, 1), **said),
    ]
    return bg.simulate.History(
        name=MARKUP, sources={}, outcomes=(outcome,), events=(seen,), references=tuple(rivals)
    )


def assessed(scenario, draws):
    """Assess a scenario without what takes longest, the modelling choices."""
    return replace(
        bg.report.assess(scenario),
        headlines=headlines(scenario, draws=draws),
        status_quo=bg.explore.status_quo(scenario, draws=draws, seed=1),
    )
