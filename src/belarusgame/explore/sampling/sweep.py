"""Sweeps: Monte Carlo over weights, drivers and types, every draw being solved.

Public: :func:`sweep`, which returns a :class:`~belarusgame.explore.Sweep`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from belarusgame import solve
from belarusgame.base.at_work import working_on
from belarusgame.base.concept_names import ConceptName, concept_of
from belarusgame.base.executors import Executor, checked_executor
from belarusgame.base.guards import is_mapping, is_sequence, plain_text
from belarusgame.base.labels import Labels, PartialProfile
from belarusgame.base.settings import flag, option, share, whole_number, whole_seed
from belarusgame.base.time_limit import checked_seconds, end_on_the_wall, within_seconds
from belarusgame.errors import GameError, quoted
from belarusgame.explore.sampling.chunk import Job
from belarusgame.explore.sampling.compiled_scenario import make_layout
from belarusgame.explore.sampling.conventions import other_conventions
from belarusgame.explore.sampling.distributions import Distribution
from belarusgame.explore.sampling.draws import BLOCK, Points, make_draws
from belarusgame.explore.sampling.frame import draws_frame
from belarusgame.explore.sampling.logit_sample import logit_sample
from belarusgame.explore.sampling.one_draw import MOST_EXACT, ExactSolver, most_exact
from belarusgame.explore.sampling.results import Sweep, SweepSettings
from belarusgame.explore.sampling.run import Gathered, chunk_size, run
from belarusgame.explore.sampling.store import Store, fingerprint
from belarusgame.explore.sampling.undecided import why_undecided
from belarusgame.scenario import checked_scenario

if TYPE_CHECKING:
    import numpy as np

    from belarusgame.scenario import Scenario

#: Draws for the other conventions.
FEWER = {"sequential": 100_000, "pure": 100_000, "nash": 2_000}
#: With so many draws a share is known to one part in a million; the ranges that are drawn from never are.
MOST_DRAWS = 10**12
#: What is noted of single draws is held in memory: so many numbers take 4 GB.
MOST_NUMBERS = 5 * 10**8


#: How many draws of a block of 4096 are solved one by one at most; None for all of them.
MostExact = int | Literal["default"] | None


def checked_exact(max_exact: object) -> MostExact:
    """Refuse what is no number of draws."""
    if max_exact is None:
        return None
    return "default" if plain_text(max_exact) == "default" else whole_number("max_exact", max_exact, least=0)


@working_on("draws of the assumptions")
def sweep(
    scenario: Scenario,
    draws: int = 100_000,
    seed: int | np.random.Generator = 0,
    *,
    concept: ConceptName | None = None,
    fix: Mapping[str, str] | None = None,
    select: str | None = None,
    events: Sequence[PartialProfile] = (),
    executor: Executor | None = None,
    store: str | Path | None = None,
    keep: Literal["draws"] | None = None,
    distribution: Distribution = "triangular",
    points: Literal["random", "sobol"] = "random",
    scramblings: int = 16,
    together: Sequence[Sequence[str]] = (),
    logit: int = 10_000,
    conventions: bool = True,
    confidence: float = 0.95,
    chunk: int | None = None,
    max_exact: MostExact = "default",
    max_seconds: float | None = None,
    progress: bool | None = None,
) -> Sweep:
    """Draw weights, driver levels and types from their ranges, and solve every draw.

    Draw number *n* depends on ``seed`` and *n* alone, and sums are made of whole numbers: the result is the
    same to the last bit for any ``chunk``, any executor and any number of workers. Memory does not grow with
    the number of draws, unless they are kept.

    Parameters
    ----------
    scenario : Scenario
        Whose ranges. A range of zero width is fixed.
    draws : int
        How many.
    seed : int or numpy.random.Generator
        Which sample.
    concept : {"sequential", "pure", "nash"}, optional
        What is looked for in every draw: by default ``sequential`` where the scenario has an order, else
        ``nash``.
    fix : mapping of str to str, optional
        Players whose choice is taken away, with what they do; see :meth:`Scenario.fixing`.
    select : str, optional
        A criterion of :func:`belarusgame.solve.rank` that picks among several equilibria; by default none is
        picked.
    events : sequence of mappings, optional
        Events, beyond single strategies and the scenario's question, whose average probabilities are to be
        recorded also where players randomise.
    executor : object with ``submit``, optional
        Who does the work, such as a ``ProcessPoolExecutor`` or dask's ``Client``; by default threads.
    store : str or Path, optional
        A file that records finished chunks, so that the same call goes on where a run was interrupted.
    keep : {"draws"}, optional
        Keep every draw, in ``.frame``.
    distribution, points, scramblings, together : optional
        See :func:`~belarusgame.explore.make_draws`.
    logit : int
        For so many draws, from the first, what players who make mistakes do at the drawn rationality is
        found too, if the scenario gives one: in the sequential reading when they move in turn
        (:func:`belarusgame.solve.sequential_logit`), else in the logit equilibrium.
    conventions : bool
        Whether to run smaller sweeps under the codebook's other conventions.
    confidence : float
        Of the intervals.
    chunk : int, optional
        Draws in a piece of work, rounded up to a multiple of 4096.
    max_exact : int or None, optional
        Draws that the compiled kernels cannot settle are solved one by one, at most this many in each block
        of 4096; the others count as undecided. None sets no limit, as is the default for ``nash``; for the
        other concepts it is 64, and in ``sequential`` fewer where groups move at more than ten points of
        play: 64 divided by the square of how many times more they are.
    max_seconds : float, optional
        After so long no more draws are solved one by one, and how many are undecided depends on the machine.
    progress : bool, optional
        Whether to show a bar; by default on a terminal.

    Returns
    -------
    Sweep
        Shares of draws. They say how the conclusion depends on the ranges and distributions that were
        assumed; they are not probabilities of what will happen.

    Raises
    ------
    GameError
        For settings that make no sense, and for a store that is damaged, locked or of another run.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> found = bg.explore.sweep(scenario, draws=5_000, seed=1, logit=0, conventions=False)
    >>> 0.5 < found.share({"lukashenko": "join"}).every < 1
    True
    """
    asked = _Asked(
        scenario=checked_scenario(scenario).fixing(fix),
        draws=whole_number(
            "draws", draws, most=MOST_DRAWS, why="the shares would be no surer than the ranges"
        ),
        seed=whole_seed(seed),
        concept=concept_of(concept, scenario.order),
        select=select,
        events=events,
        distribution=distribution,
        points=points,
        scramblings=scramblings,
        together=together,
        logit=whole_number("logit", logit, least=0) if scenario.rationality is not None else 0,
        confidence=share("confidence", confidence),
        max_exact=checked_exact(max_exact),
    )
    _check(asked, executor, keep, progress, conventions)
    size = chunk_size(asked.concept, asked.draws) if chunk is None else whole_number("chunk", chunk)
    pieces = BLOCK * -(-size // BLOCK)
    with within_seconds(checked_seconds(max_seconds)):
        job = _job(asked, kept=asked.draws if keep == "draws" else min(asked.draws, asked.logit))
        found = _gathered(job, pieces, executor, store, progress)
        return replace(
            _summary(asked, job, found),
            frame=draws_frame(job, found) if keep == "draws" else None,
            alternatives=_alternatives(asked, executor) if conventions else {},
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Asked:
    """What is asked of a sweep, apart from how it is to be done; see :func:`sweep`."""

    scenario: Scenario
    draws: int
    seed: int
    concept: str
    select: str | None
    events: Sequence[PartialProfile]
    distribution: Distribution
    points: Points
    scramblings: int
    together: Sequence[Sequence[str]] = ()
    logit: int
    confidence: float
    max_exact: MostExact

    @property
    def limit(self) -> int | None:
        """The most draws of a block that are solved one by one."""
        if self.select is not None and self.max_exact == "default":
            return None  # every draw with several equilibria is ranked by itself
        if not isinstance(self.max_exact, str):
            return self.max_exact
        return most_exact(self.scenario, self.concept, MOST_EXACT[self.concept])


def _job(asked: _Asked, kept: int) -> Job:
    """Lay out the work."""
    scenario = asked.scenario
    draws = make_draws(
        scenario,
        asked.seed,
        distribution=asked.distribution,
        points=asked.points,
        scramblings=asked.scramblings,
        draws=asked.draws,
        together=asked.together,
    )
    labels = scenario.labels
    solver = ExactSolver(
        scenario=scenario,
        draws=draws,
        concept=asked.concept,
        select=asked.select,
        watched=_watched(scenario, labels, asked.events),
    )
    numbers = len(draws.inputs) + len(scenario.players) * math.prod(labels.counts) + 2 * len(solver.watched)
    if kept * numbers > MOST_NUMBERS:
        raise GameError(
            f"{kept:,} draws are to be noted one by one, by keep or logit; at most "
            f"{MOST_NUMBERS // numbers:,} of this scenario are, for the sake of memory"
        )
    layout = make_layout(scenario, draws, asked.concept)
    return Job(
        labels=labels,
        layout=layout,
        exact=solver,
        draws=asked.draws,
        kept=kept,
        max_exact=asked.limit,
        deadline=end_on_the_wall(),
    )


def _summary(asked: _Asked, job: Job, found: Gathered) -> Sweep:
    """Put together what was found."""
    sampled = min(asked.draws, asked.logit)
    undecided = any(kind.partial for kind in found.tallies.by_found)
    why = partial(why_undecided, job) if undecided else ()
    return Sweep(
        title=asked.scenario.title,
        labels=job.labels,
        concept=asked.concept,
        draws=asked.draws,
        counts=tuple(found.tallies.sorted()),
        watched=tuple(job.exact.watched),
        messages=why() if callable(why) and job.deadline is not None else why,
        question=asked.scenario.question,
        logit_sample=logit_sample(job, found, sampled) if sampled else None,
        settings=SweepSettings(
            seed=asked.seed,
            points=asked.points,
            scramblings=job.exact.draws.scramblings,
            distribution=_written(asked.distribution),
            confidence=asked.confidence,
            fix=dict(asked.scenario.fixed),
            select=asked.select,
            max_exact=asked.limit,
            together=tuple(tuple(group) for group in asked.together),
        ),
    )


def _alternatives(asked: _Asked, executor: Executor | None) -> dict[str, Sweep]:
    """Ask the same under the codebook's other conventions, with fewer draws."""
    fewer = asked.draws if asked.points == "sobol" else min(asked.draws, FEWER[asked.concept])
    found: dict[str, Sweep] = {}
    for name, scenario in other_conventions(asked.scenario).items():
        other = replace(asked, scenario=scenario, draws=fewer, logit=0)
        job, pieces = _job(other, kept=0), chunk_size(other.concept, other.draws)
        found[name] = _summary(other, job, run(job, pieces, executor, None, False))
    return found


def _gathered(
    job: Job, pieces: int, executor: Executor | None, store: str | Path | None, progress: bool | None
) -> Gathered:
    """Do the work, with a store if there is one."""
    if store is None:
        return run(job, pieces, executor, None, progress)
    store = plain_text(store) or store
    if not isinstance(store, Path) and not plain_text(store):
        raise GameError(f"store = {quoted(store)}: must be the path of a file")
    held = Store(store, _identity(job, pieces))
    try:
        return run(job, pieces, executor, held, progress)
    except KeyboardInterrupt as stop:
        stop.add_note(f"the finished chunks are in {store}; the same call goes on from there")
        raise
    finally:
        held.close()


def _identity(job: Job, pieces: int) -> dict[str, str]:
    """Say what makes a run the one that it is."""
    solver, scenario = job.exact, job.exact.scenario
    try:
        release = version("belarusgame")
    except PackageNotFoundError:
        release = "not installed"
    # All that an answer depends on: a store must not mix the chunks of two runs.
    numbers_of = [
        (c.key, c.weight, c.driver, [(sorted(e.when.items()), e.adds) for e in c.effects])
        for c in scenario.considerations
    ]
    types = [(t.player, t.name, t.probability, sorted(t.factors.items())) for t in scenario.types]
    delegations = [
        (d.name, d.player, d.to, sorted(d.when.items()), d.probability) for d in scenario.delegations
    ]
    switches = (types, delegations) if delegations else types
    parts = (scenario.labels, numbers_of, scenario.drivers, switches, scenario.rationality, scenario.question)
    return {
        "version": release,
        "scenario": fingerprint((parts, scenario.order, [p.variants for p in scenario.players])),
        "seed": str(solver.draws.seed),
        "draws": str(job.draws),
        "points": f"{solver.draws.points} x {solver.draws.scramblings}",
        "distribution": _written(solver.draws.distribution),
        "together": str(solver.draws.together),
        "concept": solver.concept,
        "fix": str(dict(scenario.fixed)),
        "select": str(solver.select),
        "events": fingerprint(list(solver.watched)),
        "kept draws": str(job.kept),
        "max_exact": str(job.max_exact),
        "max_seconds": "none" if job.deadline is None else "set",
        "chunk": str(pieces),
    }


def _written(distribution: Any) -> str:
    """Write a distribution so that two different ones are told apart."""
    if is_mapping(distribution):
        return "; ".join(f"{name}: {_written(made)}" for name, made in sorted(distribution.items()))
    if isinstance(distribution, str):
        return distribution
    family = getattr(getattr(distribution, "dist", None), "name", type(distribution).__name__)
    # Its name and parameters may not say all: some quantiles tell most distributions apart.
    ends = [float(distribution.ppf(u)) for u in (0.05, 0.35, 0.65, 0.95)]
    return f"{family}{getattr(distribution, 'args', ())}{getattr(distribution, 'kwds', {})} {ends}"


def _check(asked: _Asked, executor: Any, keep: Any, progress: Any, conventions: Any) -> None:
    """Refuse settings that make no sense."""
    if asked.select is not None:
        if asked.concept == "sequential":
            raise GameError(
                f"select = {quoted(asked.select)}: criteria pick among equilibria, not sequential outcomes"
            )
        game = asked.scenario.game()
        solve.rank(solve.pure_equilibria(game), by=cast(Any, asked.select))  # refuses what it cannot rank by
    checked_executor(executor)
    if progress is not None:
        flag("progress", progress)
    flag("conventions", conventions)
    if keep is not None:
        option("keep", keep, ["draws"])


def _watched(scenario: Scenario, labels: Labels, events: Any) -> list[Mapping[str, Any]]:
    """Return the events to record: every single strategy, the question, and those named."""
    if not is_sequence(events):
        raise GameError(f"events = {quoted(events)}: must be a list of partial profiles")
    for event in events:
        labels.allowed(event)
    single = [
        {player: label}
        for player, label in itertools.chain.from_iterable(
            ((player, label) for label in names)
            for player, names in zip(labels.players, labels.strategies, strict=True)
        )
    ]
    question = scenario.question
    return [*single, *([question] if question is not None else []), *(dict(event) for event in events)]
