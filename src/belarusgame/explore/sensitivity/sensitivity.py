"""Sensitivity analysis: which input, and which claim, the answer varies with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from belarusgame.base.at_work import counted, working_on
from belarusgame.base.concept_names import ConceptName
from belarusgame.base.guards import is_mapping
from belarusgame.base.labels import FloatArray, PartialProfile
from belarusgame.base.settings import flag, option, share
from belarusgame.base.time_limit import checked_seconds, within_seconds
from belarusgame.errors import GameError
from belarusgame.explore.plans import Question, question
from belarusgame.explore.sampling import (
    BLOCK,
    Distribution,
    Draws,
    MostExact,
    checked_exact,
    make_draws,
    sample_size,
)
from belarusgame.explore.sensitivity.answers import Answers, Logit, LogitInTurn, Outcomes
from belarusgame.explore.sensitivity.index import NO_VARIATION, Index, Sensitivity, SensitivitySettings
from belarusgame.explore.sensitivity.sobol import Indices, sobol_indices
from belarusgame.explore.sensitivity.without_claim import LeavingOut, leaving_out
from belarusgame.scenario import Scenario, checked_scenario

Output = Literal["logit", "share"]
OUTPUTS = ("logit", "share")

#: By default: a logit equilibrium takes about 50 microseconds, an outcome less than one, and all equilibria
#: where dominance does not settle them about a millisecond.
DRAWS = {"logit": 2048, "share": 4096}
DRAWS_NASH = 128

#: Of the draws that the kernels leave, so many are solved one by one for each sample and combination of
#: types; the second number is for the small sweep in which one claim at a time is left out. In ``nash`` they
#: leave many, which are all solved.
MOST, MOST_FEWER = 4, 16

#: With fewer draws that are settled, nothing is estimated.
FEWEST = 16

#: Kinds of inputs that are varied; types are averaged over, rationality stays where it is likely.
VARIED = ("weight", "driver", "probability")


@working_on("what the answer hangs on")
def sensitivity(
    scenario: Scenario,
    event: PartialProfile,
    *,
    output: Output = "share",
    draws: int | None = None,
    seed: int | np.random.Generator = 0,
    concept: ConceptName | None = None,
    distribution: Distribution = "triangular",
    confidence: float = 0.95,
    leave_out: bool = True,
    fix: Mapping[str, str] | None = None,
    max_exact: MostExact = "default",
    max_seconds: float | None = None,
) -> Sensitivity:
    """Say how much of the answer's variation goes with each input and with each claim.

    Parameters
    ----------
    scenario : Scenario
        Whose ranges. Weights, driver levels and the probabilities of types vary independently; several types
        of a player break a stick: each takes its part of what those before it have left.
    event : partial profile
        What the answer is about.
    output : {"logit", "share"}
        The answer: the event's probability with players who make mistakes, at the likely rationality (in the
        sequential reading they move in turn, else it is that of the logit equilibrium), or in the outcomes of
        the concept, the default, so that its mean is a share of draws. Both average over types.
    draws : int, optional
        Of each of the two samples; by default 2048 for ``logit`` and 4096 for ``share``. Every input, and
        every group of inputs that a claim makes, takes as many answers again.
    seed : int or numpy.random.Generator
        Which samples.
    concept : {"sequential", "pure", "nash"}, optional
        Of ``share``, and of the outcomes when a claim is left out; by default ``sequential`` where the
        scenario has an order, else ``nash``.
    distribution : optional
        See :func:`~belarusgame.explore.make_draws`.
    confidence : float
        Of the bootstrap intervals.
    leave_out : bool
        Whether to leave out each claim in turn too: see :meth:`Scenario.without_claims`. The answer is then
        the logit probability with everything at its likely value, or the share in 4096 draws (in ``nash``
        128) that are the same for what is left.
    fix : mapping of str to str, optional
        Players whose choice is taken away, with what they do; see :meth:`Scenario.fixing`.
    max_exact : int or None, optional
        Draws that the compiled kernels cannot settle are solved one by one, at most this many in each block
        of 4096 for each sample and combination of types; a draw that is left is dropped from all samples.
        None sets no limit, as is the default for ``nash``; for the other concepts it is 4 of a whole sample,
        and 16 where a claim is left out. For ``share``, as is
        ``max_seconds``: ``logit`` solves none by itself.
    max_seconds : float, optional
        After so long no more draws are solved one by one, and how many are dropped depends on the machine.

    Returns
    -------
    Sensitivity
        First-order and total indices for each input, closed and total ones for the group of inputs that cite
        a claim. An answer that is constant has none: they read "no variation", not 0.

    Raises
    ------
    GameError
        For an event, output, concept or number of draws that makes no sense, and for ``output="logit"`` if
        the scenario gives no rationality.

    Notes
    -----
    I. M. Sobol, "Global sensitivity indices for nonlinear mathematical models", Mathematics and Computers in
    Simulation 55 (2001); for the estimators see A. Saltelli et al., Computer Physics Communications 181
    (2010), and M. J. W. Jansen, Computer Physics Communications 117 (1999).

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> event = {"china": "intercede"}
    >>> found = bg.explore.sensitivity(scenario, event, output="share", draws=512, seed=1, leave_out=False)
    >>> found.inputs[0].name, found.inputs[0].total > 0.2
    ('china.moscow_ties', True)
    """
    leave_out, scenario = flag("leave_out", leave_out), checked_scenario(scenario).fixing(fix)
    asked = question(scenario, event, concept)
    count, confidence = _checked(asked, output, draws), share("confidence", confidence)
    most = _most_exact(asked, output, count, max_exact, max_seconds)
    made = make_draws(scenario, seed, distribution=distribution)
    groups = _groups(scenario, made)
    with within_seconds(checked_seconds(max_seconds)):
        sampled = _sample(_answers(asked, scenario, asked.event, made, output, most[0]), groups, count)
        fewer = _fewer(asked)
        without = left_out_in_draws(asked, made, output, fewer, most[1]) if leave_out else None
    varied = (
        sobol_indices(sampled.a, sampled.b, sampled.mixed, confidence=confidence, seed=made.seed)
        if len(sampled.a) >= FEWEST
        else None
    )
    mean, deviation = _moments(sampled.a, sampled.b)
    return Sensitivity(
        event=asked.event,
        output=output,
        concept=asked.concept,
        draws=len(sampled.a),
        dropped=count - len(sampled.a),
        mean=mean,
        deviation=deviation,
        inputs=_sorted(index for index in _indices(groups, sampled, varied) if index.kind != "claim"),
        claims=_sorted(index for index in _indices(groups, sampled, varied) if index.kind == "claim"),
        without=without,
        status="complete" if len(sampled.a) == count else "partial",
        settings=SensitivitySettings(
            seed=made.seed,
            draws=count,
            confidence=confidence,
            distribution=str(distribution),
            fix=dict(scenario.fixed),
        ),
    )


def _checked(asked: Question, output: Any, draws: Any) -> int:
    """Refuse settings that make no sense; return the number of draws."""
    if option("output", output, OUTPUTS) == "logit" and asked.scenario.rationality is None:
        raise GameError(
            'output = "logit": the scenario gives no rationality; add [scenario.rationality], '
            'or take output="share"'
        )
    if draws is None:
        return DRAWS["logit"] if output == "logit" else _fewer(asked)
    return sample_size(draws, least=FEWEST)


def _most_exact(
    asked: Question, output: str, count: int, max_exact: MostExact, max_seconds: float | None
) -> tuple[int | None, int | None]:
    """Return how many draws are solved one by one: of a sample, and where a claim is left out."""
    max_exact = checked_exact(max_exact)
    if output == "logit" and (max_exact != "default" or max_seconds is not None):
        raise GameError('max_exact, max_seconds: are for output = "share"; "logit" solves no draw by itself')
    if isinstance(max_exact, str):
        return (None, None) if asked.concept == "nash" else (MOST, MOST_FEWER)
    if max_exact is None:
        return None, None
    return max_exact * -(-count // BLOCK), max_exact * -(-_fewer(asked) // BLOCK)


def _fewer(asked: Question) -> int:
    """Return how many draws of outcomes take seconds rather than minutes."""
    return DRAWS_NASH if asked.concept == "nash" else DRAWS["share"]


def _answers(
    asked: Question, scenario: Scenario, event: Mapping[str, Any], made: Draws, output: str, most: int | None
) -> Answers:
    """Return the function whose variation is explained."""
    if output == "share":
        solver = Outcomes(scenario=scenario, draws=made, event=event, concept=asked.concept, most=most)
        return Answers(scenario=scenario, draws=made, solver=solver)
    noise = asked.scenario.rationality
    rationality = 0.0 if noise is None else float(noise.level.likely)
    common: dict[str, Any] = {"scenario": scenario, "draws": made, "event": event, "rationality": rationality}
    in_turn = asked.concept == "sequential"
    solver = LogitInTurn(**common, concept=asked.concept, most=0) if in_turn else Logit(**common)
    return Answers(scenario=scenario, draws=made, solver=solver)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Varied:
    """Inputs that are varied together: one by itself, or all that cite a claim."""

    name: str
    kind: str
    rows: tuple[int, ...]
    inputs: tuple[str, ...]
    claims: tuple[str, ...]
    fixed: bool


def _groups(scenario: Scenario, made: Draws) -> list[_Varied]:
    """List every input, then every claim that some input cites."""
    rows = [k for k, entry in enumerate(made.inputs) if entry.kind in VARIED]
    single = [_group(made, e.name, e.kind, (k,), e.claims) for k in rows for e in [made.inputs[k]]]
    citing = {
        claim: tuple(k for k in rows if claim in made.inputs[k].claims) for claim in scenario.evidence.claims
    }
    return [*single, *(_group(made, claim, "claim", own, (claim,)) for claim, own in citing.items() if own)]


def _group(made: Draws, name: str, kind: str, rows: tuple[int, ...], claims: tuple[str, ...]) -> _Varied:
    entries = [made.inputs[k] for k in rows]
    moving = tuple(k for k in rows if not made.inputs[k].fixed)
    names = tuple(entry.name for entry in entries)
    return _Varied(name=name, kind=kind, rows=moving, inputs=names, claims=claims, fixed=not moving)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sample:
    """Answers at two samples and at their mixtures, without the draws in which some answer is missing."""

    a: FloatArray
    b: FloatArray
    mixed: FloatArray
    place: Mapping[tuple[int, ...], int]


def _sample(answers: Answers, groups: list[_Varied], count: int) -> _Sample:
    """Answer at two samples, and at the first with each group's inputs taken from the second."""
    one = answers.draws.values(0, count)
    # Draws are numbered: the second sample begins at the next whole block, and shares none with the first.
    other = answers.draws.values(BLOCK * -(-count // BLOCK), count)
    useful = {k for group in groups for k in group.rows if answers.makes_a_difference(k)}
    sets = list(dict.fromkeys(own for group in groups if (own := _useful(group, useful))))
    # Solved once for all groups: a mixture that touches probabilities of types alone needs no other games.
    first = answers.parts(one)
    if np.isfinite(answers.averaged(first, one)).sum() < FEWEST:
        nothing = np.empty(0)
        return _Sample(a=nothing, b=nothing, mixed=nothing, place={})
    mixed = [_mixed(answers, one, other, list(rows), first) for rows in counted(sets, "groups of inputs")]
    a, b = answers.averaged(first, one), answers.at(other)
    table = np.array([a, b, *mixed])
    # A draw is left out of all samples at once, since the estimators compare the same draw under mixtures.
    table = table[:, np.isfinite(table).all(axis=0)]
    place = {rows: number for number, rows in enumerate(sets)}
    found = {group.rows: place[own] for group in groups if (own := _useful(group, useful))}
    return _Sample(a=table[0], b=table[1], mixed=table[2:], place=found)


def _useful(group: _Varied, useful: set[int]) -> tuple[int, ...]:
    """Return the group's inputs that can change the answer; groups that share them share their answers."""
    return tuple(k for k in group.rows if k in useful)


def _mixed(
    answers: Answers, one: FloatArray, other: FloatArray, rows: list[int], first: FloatArray
) -> FloatArray:
    values = one.copy()
    values[rows] = other[rows]
    # Probabilities of types only weigh answers: the games are those of the first sample.
    if all(answers.draws.inputs[k].kind == "probability" for k in rows):
        return answers.averaged(first, values)
    return answers.at(values)


def _moments(a: FloatArray, b: FloatArray) -> tuple[float, float]:
    if len(a) < FEWEST:
        return float("nan"), float("nan")
    both = np.concatenate([a, b])
    return float(both.mean()), float(both.std())


def _indices(groups: list[_Varied], sampled: _Sample, varied: Indices | None) -> Iterator[Index]:
    """Give every group its numbers, or the reason why it has none."""
    for group in groups:
        index = Index(name=group.name, kind=group.kind, inputs=group.inputs, claims=group.claims)
        place = sampled.place.get(group.rows)
        if group.fixed:
            yield replace(index, note="fixed")
        elif varied is None:
            yield replace(index, note=NO_VARIATION if len(sampled.a) >= FEWEST else "undecided")
        elif place is None:
            note = "changes no choice"
            yield replace(
                index, first=0.0, total=0.0, first_interval=(0.0, 0.0), total_interval=(0.0, 0.0), note=note
            )
        else:
            yield _filled(index, varied, place)


def _filled(index: Index, varied: Indices, place: int) -> Index:
    first, total = varied.closed_interval[place].tolist(), varied.total_interval[place].tolist()
    return replace(
        index,
        first=float(varied.closed[place]),
        total=float(varied.total[place]),
        first_interval=(first[0], first[1]),
        total_interval=(total[0], total[1]),
    )


def _sorted(indices: Iterable[Index]) -> tuple[Index, ...]:
    # A total index is never negative, so that those without one come last.
    return tuple(sorted(indices, key=lambda index: -1.0 if index.total is None else -index.total - 1.0))


def left_out_in_draws(
    asked: Question, made: Draws, output: str, draws: int, most: int | None = MOST_FEWER
) -> LeavingOut:
    """Leave out one claim at a time, and ask in the same draws for the inputs that are left.

    ``made`` are draws of the scenario with all claims. With the output ``logit`` everything is at its likely
    value instead.
    """

    def answer(scenario: Scenario, event: Mapping[str, Any]) -> FloatArray:
        names = {entry.name for entry in made.inputs}
        distribution = made.distribution
        # Without a claim some inputs may be gone, and a distribution may not name them.
        if is_mapping(distribution):
            kept = {entry.name for entry in make_draws(scenario).inputs} & names
            distribution = {name: how for name, how in distribution.items() if name in kept}
        less = make_draws(scenario, made.seed, distribution=distribution)
        values = _likely(less) if output == "logit" else less.values_at(_common(made, less, draws))
        return _answers(asked, scenario, event, less, output, most).at(values)

    likely = "the logit probability with everything at its likely value"
    return leaving_out(asked, answer, likely if output == "logit" else f"the share of {draws:,} draws")


def _common(made: Draws, less: Draws, count: int) -> FloatArray:
    """Return the points of the same draws for the inputs that are left: differences are then no chance."""
    points = made.uniforms(0, count)
    return points[[made.row(entry.name, entry.kind) for entry in less.inputs]]


def _likely(less: Draws) -> FloatArray:
    """Return one column in which everything is at its likely value, and every driver at the date's level."""
    return np.array([[float(entry.base)] for entry in less.inputs])
