"""What would it take for Belarus to join, what is ruled out at all weights, and what is most fragile?"""

import belarusgame as bg

scenario = bg.load_scenario("belarus-2022")
joins = {"lukashenko": "join"}

tipping = bg.explore.tipping_points(scenario, joins)
print(
    f"He joins within the ranges: {tipping.found}, at distance {tipping.distance:.3f} (1 is the end of them)."
)
for move in tipping.moves:
    basis = ", ".join(move.claims) or "judgement"
    print(f"  {move.name}: {float(move.likely):g} -> {float(move.to):.3g} ({basis})")
print("Nothing nearer does it:", bg.verify(tipping).reason)

fewest = bg.explore.tipping_points(scenario, joins, norm="l1")
print(f"With as little change in all as possible, {len(fewest.moves)} assumptions move instead.")

for never in ({"china": "disengage"}, {"lukashenko": "join", "west": "differentiate"}, joins):
    print(bg.explore.guarantee(scenario, never=never).sentence)

print(bg.explore.robustness(scenario).breaks[0].sentence)
