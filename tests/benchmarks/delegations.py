"""How fast is a sweep with a delegation? Processor time beside one without: python delegations.py [draws]."""

import sys
import time
from dataclasses import replace
from fractions import Fraction

import belarusgame as bg
from belarusgame.scenario import Delegation, Weight

ROUNDS = 5


def with_delegation(scenario):
    """Return the scenario in which Moscow decides under open pressure, more likely than not."""
    chance = Weight(low=Fraction(1, 2), likely=Fraction(3, 4), high=Fraction(1))
    made = Delegation(
        name="obedience",
        player="lukashenko",
        to="putin",
        when={"putin": ("coerce",)},
        probability=chance,
        judgement="For the benchmark.",
    )
    return replace(scenario, delegations=(made,))


def spent(scenario, draws, concept, seed):
    """Return the processor time of a sweep, all threads together."""
    start = time.process_time()
    bg.explore.sweep(scenario, draws, seed, concept=concept, logit=0, conventions=False)
    return time.process_time() - start


def main(draws):
    """Print the best times of both and how fast the sweep with the delegation is in comparison."""
    plain = replace(bg.load_scenario("belarus-2022"), delegations=())
    both = {"without": plain, "with": with_delegation(plain)}
    for concept, share in (("sequential", 1), ("pure", 1), ("nash", 400)):
        for scenario in both.values():
            spent(scenario, 4096, concept, 0)  # compiles
        best = {
            name: min(spent(scenario, draws // share, concept, seed) for seed in range(ROUNDS))
            for name, scenario in both.items()
        }
        ratio = best["without"] / best["with"]
        times = ", ".join(f"{name} {seconds:.3f} s" for name, seconds in best.items())
        print(f"{concept}, {draws // share:,} draws: {times}; {ratio:.2f} times the speed")


if __name__ == "__main__":
    main(int(float(sys.argv[1])) if len(sys.argv) > 1 else 1_000_000)
