"""What would have been forecast on 23 March 2022, how does it score, and how little does one outcome show?"""

import belarusgame as bg

found = bg.simulate.backtest(bg.load_scenario("belarus-2022"), runs=1_000, seed=1, structures=False)
print(found.heading, "\n")
for one in found.forecasts:
    if one.by == found.outcomes[0].by and one.scores:
        scores = " to ".join(f"{score.brier:.4f}" for score in one.scores)
        print(f"{one.name:<28} known {one.known}   Brier {scores}")
print()
print(*found.sentences, sep="\n")

print("\nIt hangs on how reliably players find their best reply:")
for reading in found.rationality:
    print(f"{reading.name:<20} {reading.scores.probability:.3f}")

print(f"\n{found.self_test.heading}.")
for row in found.further:
    if row.probability is not None:
        print(f"{row.seen.date}  {row.probability:.2f}  {row.seen.says}")
