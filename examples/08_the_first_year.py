"""What happens month by month, how likely is joining by when, and what if the West had differentiated?"""

from functools import partial

import belarusgame as bg

scenario = bg.load_scenario("belarus-2022")
first_year = partial(bg.simulate.campaign, scenario, months=12, runs=2_000, seed=1)

found = first_year()
for month in (1, 6, 12):
    low, high = found.interval(month)
    print(f"Joined by month {month}: {found.by_month[month - 1]:.1%} of the runs ({low:.1%} to {high:.1%}).")
print(*found.below, sep="\n")

print("\nOne run, explained:")
print(*found.replay(0).sentences[:4], sep="\n")

apart = first_year(fix={"west": "differentiate"})
print("\nIf the West treats Minsk apart from Moscow:")
gained = bg.simulate.difference(found, apart)
print(
    f"joining by month 12 changes by {gained.by_month[-1]:+.1%} "
    f"({gained.low[-1]:+.1%} to {gained.high[-1]:+.1%})."
)
print(*gained.below, sep="\n")

far = first_year(policy="farsighted")
print(f"\nPlayers who look ahead: joined by month 12 in {far.by_month[-1]:.1%} of the runs.")
print(
    f"The only play in every month: {far.unique}; "
    f"a finer grid changes a share by up to {far.grid_change:.4f}."
)
