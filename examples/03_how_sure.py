"""How sure is it? The same question over many draws of the weights, drivers and types."""

import belarusgame as bg

JOIN = {"lukashenko": "join"}

scenario = bg.load_scenario("belarus-2022")
found = bg.explore.sweep(scenario, draws=200_000, seed=1, logit=500)
print(found, "\n")

share = found.share(JOIN)
low, high = share.every_interval
print(f"He joins in every outcome in {share.every:.3%} of the draws (between {low:.3%} and {high:.3%}).")
forced = bg.explore.sweep(
    scenario, draws=200_000, seed=1, fix={"putin": "coerce"}, logit=0, conventions=False
)
print(f"With Putin made to coerce, in {forced.share(JOIN).every:.3%}.")
staying = found.given({"lukashenko": ["abstain", "mediate"]}).share({"west": "differentiate"})
print(f"Where he stays out, the West treats Minsk apart in {staying.every:.1%} of the draws.\n")

print(found.commonest(5), "\n")
print(found.conventions())
print("\nThese are shares of draws: they say how much hangs on the assumptions, not how likely the war is.")
