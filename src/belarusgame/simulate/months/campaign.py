"""Campaigns: many simulated runs of months, and how likely an event is by each of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from belarusgame.base.at_work import counted, working_on
from belarusgame.base.labels import FloatArray, event_words
from belarusgame.base.read_only import read_only
from belarusgame.base.settings import (
    finite_number,
    mapping_or_empty,
    option,
    share,
    whole_number,
    whole_seed,
)
from belarusgame.errors import GameError
from belarusgame.evidence import exact_number
from belarusgame.scenario import Scenario, checked_scenario
from belarusgame.simulate.months.ahead import make_grid
from belarusgame.simulate.months.choosing import make_choosing
from belarusgame.simulate.months.farsight import CENTRES, Doubled, fine_enough, run_farsighted
from belarusgame.simulate.months.result import (
    Campaign,
    CampaignSettings,
    MoveLength,
    counted_months,
    happened_by,
)
from belarusgame.simulate.months.runs import Course, Months, run_months
from belarusgame.simulate.months.world import IntArray, World, make_world, moves_in

Events = tuple[Mapping[str, tuple[str, ...]], ...]

#: Nobody plans further, and no simulation is longer.
MOST_MONTHS = 1_200
#: Numbers that are held for all runs, at most.
MOST_HELD = 10**8
#: A month has no more moves than this.
MOST_MOVES = 31


@working_on("the months")
def campaign(
    scenario: Scenario,
    months: int = 36,
    runs: int = 1_000,
    seed: int | np.random.Generator = 0,
    *,
    policy: Literal["myopic", "farsighted"] = "myopic",
    fix: Mapping[str, str] | None = None,
    from_month: int = 1,
    inputs: Literal["drawn", "likely"] = "drawn",
    rationality: float | None = None,
    drivers: Mapping[str, float] | None = None,
    move_months: float | None = None,
    discount: float | None = None,
    tremble: Literal["month", "run"] | None = None,
    levels: int = 5,
    confidence: float = 0.95,
) -> Campaign:
    """Go through the months many times, with drivers that move and players who choose anew.

    At the beginning of a month in which a move is due, players choose as in `solve.sequential_logit`, at the
    drivers' levels; where the file has no order, all at once. Then the profile in force pushes the drivers,
    they fall back towards level 1 by their decay, noise is added, and what would leave the range is held at
    its end and counted. After an absorbing event the profile stays. Weights, types and rationality are drawn
    once a run, chance moves monthly.

    Parameters
    ----------
    scenario : Scenario
        With the dynamics of its drivers and, if it has one, its table ``[simulation]``.
    months : int
        How many.
    runs : int
        How often. Run *n* has its own inputs and random numbers, one for each month, player and purpose; so
        it does not depend on the other runs, on how many months there are, or on who else plays.
    seed : int or numpy.random.Generator
        The sample.
    policy : {"myopic", "farsighted"}
        ``myopic``: players look at the month's payoffs. ``farsighted``: at those and at what follows, by
        backward induction on a grid of levels; solved at the likely inputs and at 20 draws, of which a run
        uses the nearest, with its own payoffs for the month at hand. With ``discount`` 0 both are the same.
    fix : mapping of str to str, optional
        Players whose choice is given, such as ``{"west": "differentiate"}``; the others know it.
    from_month : int
        The month from which on it is given.
    inputs : {"drawn", "likely"}
        Whether each run draws its inputs, or all have the likely ones, with nobody of a type.
    rationality : float, optional
        The same for all runs, in units of 1 over the payoffs' unit.
    drivers : mapping of str to float, optional
        Where drivers start that are not at level 1.
    move_months, discount, tremble : float, float, str, optional
        Instead of what the file's ``[simulation]`` says.
    levels : int
        On how many levels of each driver farsighted players begin to look ahead.
    confidence : float
        Of the intervals.

    Returns
    -------
    Campaign
        Shares of runs by month, with the answer at half and double the length of a move and with both kinds
        of mistakes. They are shares of runs under these assumptions, not the probability of the event.

    Raises
    ------
    GameError
        For a driver that starts outside its range, and where the play of a month could not be certified.

    References
    ----------
    R. D. McKelvey and T. R. Palfrey, "Quantal response equilibria for extensive form games", Experimental
    Economics 1 (1998), for the play of a month. L. S. Shapley, "Stochastic games", Proceedings of the
    National Academy of Sciences 39 (1953), for players who look ahead.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> found = bg.simulate.campaign(scenario, months=3, runs=50, seed=1)
    >>> found.by_month.shape, found.strategies["putin"].shape
    ((3,), (3, 3))
    """
    checked_scenario(scenario)
    settings = settings_of(
        scenario,
        months=whole_number("months", months, most=MOST_MONTHS),
        runs=whole_number("runs", runs, most=10**7),
        seed=whole_seed(seed),
        policy=option("policy", policy, ("myopic", "farsighted")),
        fix=_fixed(scenario, fix),
        from_month=whole_number("from_month", from_month),
        inputs=option("inputs", inputs, ("drawn", "likely")),
        rationality=_optional(rationality, "rationality", 0.0, math.inf),
        drivers=_starts(scenario, drivers),
        move_months=_optional(move_months, "move_months", 2 / MOST_MOVES, 1e4),
        discount=_optional(discount, "discount", 0.0, 1.0),
        tremble=None if tremble is None else option("tremble", tremble, ("month", "run")),
        levels=whole_number("levels", levels, least=2, most=1_000),
        confidence=share("confidence", confidence),
    )
    return simulated(scenario, settings)


def simulated(
    scenario: Scenario,
    settings: CampaignSettings,
    *,
    together: Sequence[Sequence[str]] = (),
    lengths: bool = True,
) -> Campaign:
    """Go through the months as settings say.

    Parameters
    ----------
    scenario, settings : Scenario, CampaignSettings
        Whose months, and how.
    together : sequence of lists of str
        Weights that move together; see `belarusgame.explore.make_draws`.
    lengths : bool
        Whether to give the answer at half and double the length of a move too.
    """
    world = make_world(scenario, settings.seed, settings.drivers, together)
    # The numbers of the runs, not the runs, are what chance hangs on.
    numbers = np.arange(settings.runs, dtype=np.int64)
    values = inputs_of(world, settings, numbers)
    main = months_of(world, settings)
    doubled: Doubled = (0, None, ())
    if settings.policy == "farsighted":
        doubled = fine_enough(main, settings.levels, settings.discount, numbers)
        settings = replace(settings, levels=doubled[0])
    (course,) = _courses([main], settings, numbers, values)
    event = _event(scenario)
    return Campaign(
        scenario=scenario,
        event=event,
        profiles=read_only(course.codes.astype(np.int32)),
        levels=read_only(course.levels),
        absorbed=read_only(course.absorbed),
        clamped=dict(
            zip(world.drivers, (course.clamped / (settings.runs * settings.months)).tolist(), strict=True)
        ),
        lengths=tuple(_lengths(main, settings, numbers, values, course, event)) if event and lengths else (),
        unique="proven" if course.only_one else "not claimed",
        grid_change=doubled[1],
        messages=(*_messages(scenario, settings), *doubled[2]),
        settings=settings,
    )


def settings_of(scenario: Scenario, **given: Any) -> CampaignSettings:
    """Fill in what the file says, or the defaults; what is given has been checked."""
    chosen: dict[str, Any] = {**_DEFAULTS, **given}
    said = scenario.simulation
    of_file = {
        "move_months": float(said.move_months),
        "discount": float(said.discount),
        "tremble": said.tremble,
    }
    chosen |= {name: value for name, value in of_file.items() if chosen[name] is None}
    if chosen["policy"] == "myopic":
        # Nobody looks ahead: no grid, and two campaigns that differ by it alone are the same.
        chosen["levels"] = 0
    settings = CampaignSettings(**chosen)
    held = settings.runs * settings.months * (1 + len(scenario.drivers))
    if held > MOST_HELD:
        raise GameError(
            f"runs = {settings.runs:,} of {settings.months:,} months: {held:.2g} numbers would be held, more "
            f"than {MOST_HELD:,}; take fewer of either"
        )
    return settings


#: What `campaign` takes where nothing is said.
_DEFAULTS: Mapping[str, Any] = {
    "fix": {},
    "from_month": 1,
    "inputs": "drawn",
    "rationality": None,
    "drivers": {},
    "move_months": None,
    "discount": None,
    "tremble": None,
    "levels": 5,
    "confidence": 0.95,
}


def _optional(value: float | None, name: str, low: float, high: float) -> float | None:
    return None if value is None else finite_number(name, value, low, high)


def _fixed(scenario: Scenario, fix: Mapping[str, str] | None) -> dict[str, str]:
    labels = scenario.labels
    found: dict[str, str] = {}
    for player, label in mapping_or_empty("fix", fix).items():
        index = labels.player_index(player)
        found[player] = labels.strategies[index][labels.strategy_index(index, label)]
    return found


def _starts(scenario: Scenario, drivers: Mapping[str, float] | None) -> dict[str, float]:
    names = [driver.name for driver in scenario.drivers]
    return {
        option("driver", name, names): finite_number(f"driver {name}", level)
        for name, level in mapping_or_empty("drivers", drivers).items()
    }


def inputs_of(world: World, settings: CampaignSettings, numbers: IntArray) -> FloatArray:
    """Return what runs of given numbers, one after the other, draw, shape ``(inputs, runs)``."""
    if settings.inputs == "likely":
        return np.repeat(world.likely(), len(numbers), axis=1)
    return world.drawn(int(numbers[0]), len(numbers))


def months_of(
    world: World, settings: CampaignSettings, times: Fraction = Fraction(1), tremble: str = ""
) -> Months:
    """Lay out the months, with the length of a move multiplied."""
    ahead = settings.policy == "farsighted" and settings.discount > 0.0
    free, fixed = make_choosing(world, {}, ahead=ahead), make_choosing(world, settings.fix, ahead=ahead)
    # Without a fixed choice, from a month that never comes.
    since = settings.from_month if settings.fix else settings.months + 1
    return Months(
        world=world,
        seed=settings.seed,
        moves=moves_in(settings.months, exact_number(settings.move_months) * times),
        tremble=tremble or settings.tremble,
        choosing=tuple(free if month < since else fixed for month in range(1, settings.months + 1)),
        rationality=settings.rationality,
    )


def _courses(
    trembles: list[Months], settings: CampaignSettings, numbers: IntArray, values: FloatArray
) -> list[Course]:
    """Go through the months, once for each kind of mistakes."""
    if settings.policy == "myopic":
        return [run_months(months, numbers, values) for months in trembles]
    grid = make_grid(trembles[0].world, settings.levels)
    return run_farsighted(trembles, grid, settings.discount, numbers, values)


def _lengths(
    main: Months,
    settings: CampaignSettings,
    numbers: IntArray,
    values: FloatArray,
    course: Course,
    event: Events,
) -> Iterator[MoveLength]:
    """Give the answer at half, once and double the length of a move, with both kinds of mistakes."""
    world = main.world
    for times in counted([Fraction(1, 2), Fraction(1), Fraction(2)], "lengths of a move"):
        kinds = [months_of(world, settings, times, tremble) for tremble in ("month", "run")]
        # The answer of the file itself is known already.
        asked = [kind for kind in kinds if times != 1 or kind.tremble != settings.tremble]
        found = dict(
            zip([kind.tremble for kind in asked], _courses(asked, settings, numbers, values), strict=True)
        )
        for kind in kinds:
            codes = found.get(kind.tremble, course).codes
            yield MoveLength(
                move_months=settings.move_months * float(times),
                tremble=kind.tremble,
                by_month=read_only(happened_by(world.labels, event, codes).mean(axis=0)),
            )


def _event(scenario: Scenario) -> Events:
    """Return what is asked about: the absorbing events, else the file's question."""
    if scenario.simulation.absorbing:
        return scenario.simulation.absorbing
    return () if scenario.question is None else (scenario.question,)


def _messages(scenario: Scenario, settings: CampaignSettings) -> tuple[str, ...]:
    """Say what the answer takes for granted."""
    said = scenario.simulation
    ends = " or ".join(event_words(event) for event in said.absorbing)
    anew = "anew in each move" if settings.tremble == "month" else "once for a run"
    stays = f"after {ends} the profile stays ({said.basis('absorbing')})" if ends else "no event ends play"
    messages = [
        f"A choice stands for {counted_months(settings.move_months)} ({said.basis('move_months')}); "
        f"mistakes are made {anew} ({said.basis('tremble')}); {stays}."
    ]
    if settings.policy == "farsighted":
        messages.append(
            f"What comes a month later counts {settings.discount:g} ({said.basis('discount')}). It was "
            f"worked out at the likely inputs and at {CENTRES} draws, on {settings.levels} levels of each "
            "driver; each run uses the nearest."
        )
    if scenario.types and settings.inputs == "drawn":
        messages.append(
            "Types are drawn once a run; everybody reckons with the type drawn, and nobody learns more."
        )
    return tuple(messages)
