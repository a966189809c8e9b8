"""Does Putin need Belarusian troops? He alone knows. What do the others do, and what is it worth to know?"""

import belarusgame as bg

scenario = bg.load_scenario("belarus-2022")
bayesian = scenario.bayesian_game()
found = bg.solve.perfect_bayesian_equilibria(bayesian, scenario.order)
print(found, "\n")
print("Whose type does anybody have to guess?", ", ".join(found.used) or "nobody's", "\n")

# A variant in which it matters: the shorter of men Moscow is, the more it repays whoever enters unforced.
variant = bg.load_scenario("belarus-2022-beliefs")
guessing = bg.solve.perfect_bayesian_equilibria(variant.bayesian_game(), variant.order)
print(guessing.heading)
print("Whose type does anybody have to guess?", ", ".join(guessing.used))
for number, record in enumerate(guessing.equilibria, start=1):
    join = record.probability_range({"lukashenko": "join"})
    print(f"{number}: he joins with probability {float(join[0]):g} to {float(join[1]):g}")
    print(record)
print("Checked again in fractions:", bool(bg.verify(guessing)), "\n")

(outcome,) = bg.solve.sequential_equilibria(scenario.game(), scenario.order).outcomes
profile = outcome.pure_profile
print(bg.explore.prior_region(scenario, profile), "\n")
print(bg.explore.value_of_information(variant, player="lukashenko", about="putin"))
