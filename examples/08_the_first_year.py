"""What happens month by month, how likely is joining by when, and what if the West had differentiated?"""

import belarusgame as bg

scenario = bg.load_scenario("belarus-2022")
settings = {"months": 12, "runs": 2_000, "seed": 1}

found = bg.simulate.campaign(scenario, **settings)
for month in (1, 6, 12):
    low, high = found.interval(month)
    print(f"Joined by month {month}: {found.by_month[month - 1]:.1%} of the runs ({low:.1%} to {high:.1%}).")
print(*found.below, sep="\n")

print("\nOne run, explained:")
print(*found.replay(0).sentences[:4], sep="\n")

apart = bg.simulate.campaign(scenario, fix={"west": "differentiate"}, **settings)
print("\nIf the West treats Minsk apart from Moscow:")
gained = bg.simulate.difference(found, apart)
print(
    f"joining by month 12 changes by {gained.by_month[-1]:+.1%} "
    f"({gained.low[-1]:+.1%} to {gained.high[-1]:+.1%})."
)
print(*gained.below, sep="\n")

far = bg.simulate.campaign(scenario, policy="farsighted", **settings)
print(f"\nPlayers who look ahead: joined by month 12 in {far.by_month[-1]:.1%} of the runs.")
print(
    f"The only play in every month: {far.unique}; "
    f"a finer grid changes a share by up to {far.grid_change:.4f}."
)
