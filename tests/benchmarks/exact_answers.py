"""How long exact answers about the built-in scenario take; prints a Markdown table."""

import time

import scipy.optimize  # noqa: F401 - loaded beforehand, so that the first row does not pay for it

import belarusgame as bg

scenario = bg.load_scenario("belarus-2022")
JOIN = {"lukashenko": "join"}
explore = bg.explore
WORK = {
    "tipping point, pure": lambda: explore.tipping_points(scenario, JOIN, concept="pure"),
    "tipping point, sequential": lambda: explore.tipping_points(scenario, JOIN),
    "tipping point, sequential, l1": lambda: explore.tipping_points(scenario, JOIN, norm="l1"),
    "tipping point, sequential, l2": lambda: explore.tipping_points(scenario, JOIN, norm="l2"),
    "tipping point, sequential, drivers": lambda: explore.tipping_points(scenario, JOIN, drivers=True),
    "robustness, sequential": lambda: explore.robustness(scenario),
    "guarantee, sequential, refuted": lambda: explore.guarantee(scenario, never=JOIN),
    "guarantee, sequential, proven": lambda: explore.guarantee(
        scenario, never=JOIN | {"west": "differentiate"}
    ),
    "guarantee, pure, proven": lambda: explore.guarantee(
        scenario, never={"china": "disengage"}, concept="pure"
    ),
    "guarantee, nash, proven": lambda: explore.guarantee(
        scenario, never={"china": "disengage"}, concept="nash"
    ),
    "guarantee, nash, refuted": lambda: explore.guarantee(scenario, never=JOIN, concept="nash"),
}

print("| work | seconds | answer |\n|---|---|---|")
for name, run in WORK.items():
    start = time.perf_counter()
    answer = run()
    seconds = time.perf_counter() - start
    said = (
        getattr(answer, "verdict", None) or f"{getattr(answer, 'distance', getattr(answer, 'radius', 0)):.4f}"
    )
    print(f"| {name} | {seconds:.2f} | {said} |")
