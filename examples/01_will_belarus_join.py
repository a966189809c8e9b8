"""Will Belarus enter the war? The answer of the article's incentives, in both readings of the game."""

import belarusgame as bg

scenario = bg.load_scenario("belarus-2022")
game = scenario.game()

sequential = bg.solve.sequential_equilibria(game, order=scenario.order)
simultaneous = bg.solve.all_equilibria(game)

for solution in (sequential, simultaneous):
    if (span := solution.probability_range({"lukashenko": "join"})) is not None:  # else there is no outcome
        print(f"{solution.concept} ({solution.status}): he joins with probability {span[0]:g} to {span[1]:g}")

outcome = sequential.outcomes[0]
print("What happens instead:", outcome.pure_profile)
for sentence in bg.report.explain(scenario, outcome).sentences[:2]:
    print("-", sentence)

verdict = "joins" if outcome.probability({"lukashenko": "join"}) > 0.5 else "does not join"
print(f"Verdict at the likely weights: Belarus {verdict}.")
