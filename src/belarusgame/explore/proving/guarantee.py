"""Guarantees: something never, or always, happens for all assumptions within their ranges."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from belarusgame.base.at_work import working_on
from belarusgame.base.concept_names import OUTCOME, ConceptName
from belarusgame.base.labels import PartialProfile, event_words
from belarusgame.base.sameness import differing
from belarusgame.base.settings import whole_number
from belarusgame.base.tables import Rows, Tabular
from belarusgame.base.time_limit import OUT_OF_TIME, checked_seconds, out_of_time, within_seconds
from belarusgame.errors import BudgetError, GameError, quoted
from belarusgame.explore.plans import (
    Extent,
    PlanProof,
    Question,
    Witness,
    best_witness,
    first_plan,
    prove,
    question,
    refuted_by,
    witness_at,
    witness_of,
)
from belarusgame.explore.proving.cover import NashProof, cover_space
from belarusgame.explore.proving.mixed import any_equilibrium_in, equilibrium_in, indifferent_somewhere
from belarusgame.scenario import Choice, Scenario, checked_scenario
from belarusgame.weightspace import choice_at, space_of, switch_combinations

Verdict = Literal["proven", "refuted", "undecided"]

#: Into how many boxes the space is cut, all settings of switches together, before a question is left open.
MAX_BOXES = 128

#: At how many points a mixed outcome is looked for.
MAX_POINTS = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Guarantee(Tabular):
    """Whether a statement holds at every admissible choice of weights, drivers, types and delegations.

    Attributes
    ----------
    verdict : {"proven", "refuted", "undecided"}
        ``proven``: with a certificate. ``refuted``: with a witness, a game that was built and solved.
    statement : {"never", "always"}
        What is said of the event.
    event : mapping
        The partial profile.
    concept : str
        Of what outcomes it is said.
    bound : Fraction
        In no outcome at any assumption is the statement broken with a greater probability; 0 if proven.
    witness : Witness or None
        Assumptions that refute the statement.
    certificate : PlanProof or NashProof or None
        ``certificate.problems()`` checks the proof in fractions, trusting no solver: an empty tuple accepts
        it. Of an undecided Nash statement, it proves the bound; of one that only exact ties refute, the rest.
    messages : tuple of str
        What the reader should know.
    """

    verdict: Verdict
    statement: Literal["never", "always"]
    event: PartialProfile
    concept: str
    bound: Fraction
    witness: Witness | None = None
    certificate: PlanProof | NashProof | None = None
    messages: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        what = f"{event_words(self.event)} {self.statement} happens"
        where = "at every weight, driver and type in its range"
        ending = {
            "proven": f"{where}: proven",
            "refuted": f"{where}: refuted by the assumptions of the witness",
            "undecided": f"{where}: not decided; broken with probability {float(self.bound):.4g} at most",
        }[self.verdict]
        return f"{what}, in every {OUTCOME[self.concept]}, {ending}."

    def problems(self) -> tuple[str, ...]:
        """Return what does not follow from the certificate; where only ties refute it, from the witness."""
        proof = self.certificate
        if not isinstance(proof, PlanProof | NashProof):
            return (f"certificate = {quoted(proof)}: is none of a guarantee",)
        asked, tied = proof.asked, isinstance(proof, PlanProof) and proof.strict
        bound = proof.bound if isinstance(proof, NashProof) else Fraction(int(tied))
        wrong = differing(
            self,
            {
                "verdict": "refuted" if tied else "undecided" if bound else "proven",
                "statement": "always" if asked.negated else "never",
                "event": asked.event,
                "concept": asked.concept,
                "bound": bound,
                **({} if tied else {"witness": None}),
            },
        )
        if asked.broken is not None or (tied and not wrong and not refuted_by(asked, self.witness)):
            wrong += ("the assumptions of the witness do not refute it",)
        return wrong or (proof.limits() if isinstance(proof, PlanProof) else ()) or proof.problems()

    def rows(self) -> Rows:
        """Return the assumptions of the witness, or one row with the verdict."""
        if self.witness is not None and self.witness.rows():
            return self.witness.rows()
        return [{"statement": f"{self.statement} {event_words(self.event)}", "verdict": self.verdict}]

    @property
    def below(self) -> Sequence[str]:
        """What speaks against it, and what the reader should know."""
        witness = () if self.witness is None else (self.witness.heading,)
        return (*witness, *self.messages)

    @property
    def heading(self) -> str:
        """The verdict in words."""
        return self.sentence


@working_on("what can be proven")
def guarantee(
    scenario: Scenario,
    *,
    never: PartialProfile | None = None,
    always: PartialProfile | None = None,
    concept: ConceptName | None = None,
    max_boxes: int = MAX_BOXES,
    max_seconds: float | None = None,
    fix: Mapping[str, str] | None = None,
) -> Guarantee:
    """Prove or refute that an event never, or always, happens, over all assumptions in their ranges.

    Parameters
    ----------
    scenario : Scenario
        Its weights, driver levels, types and delegations are all free within their ranges; every combination
        of types and delegations is covered, whatever its probability, unless that can only be 0.
    never, always : partial profile
        Exactly one of them. "Always" says that every outcome lies in the event; where there is no outcome of
        the concept, both hold.
    concept : {"sequential", "nash", "pure"}, optional
        By default ``sequential`` where the scenario has an order, else ``nash``.
    max_boxes : int
        For ``nash``: into how many boxes the ranges are cut at most, all combinations of switches together.
    max_seconds : float, optional
        For how long it is searched at most; what was not settled by then is ``undecided``, with the bound
        that is proven so far, and differs from run to run.
    fix : mapping of str to str, optional
        Players whose choice is taken away, with what they do; see :meth:`Scenario.fixing`.

    Returns
    -------
    Guarantee
        ``proven`` with a certificate; ``refuted`` with a witness; else ``undecided`` with a proven bound.

    Raises
    ------
    GameError
        For no statement or two, an empty event, an unknown player, strategy or concept.

    Notes
    -----
    ``pure`` and ``sequential``: the weights and drivers at which a plan leads to a profile form a polyhedron,
    and each is shown to be empty by nonnegative multipliers (Farkas 1902). In ``sequential``, a proof covers
    mixed play of groups of simultaneous movers by a necessary condition; single movers do not randomise.
    ``nash``: a correlated equilibrium (Aumann 1974) at some admissible point is relaxed to a linear program;
    its dual multipliers show that a profile is jointly incoherent (Nau and McCardle 1990) over a whole box of
    assumptions, and if they do not, the box is cut in two.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> found = bg.explore.guarantee(scenario, never={"china": "disengage"})
    >>> found.verdict, found.certificate.problems()
    ('proven', ())
    """
    if (never is None) == (always is None):
        raise GameError("give exactly one of never={...} and always={...}")
    most = whole_number("max_boxes", max_boxes)
    event = never if never is not None else always
    asked = question(checked_scenario(scenario).fixing(fix), event, concept, negated=never is None)
    with within_seconds(checked_seconds(max_seconds)):
        found = _simultaneous(asked, most) if asked.concept == "nash" else _by_plans(asked)
        late = found.verdict == "undecided" and out_of_time()
    return Guarantee(
        verdict=found.verdict,
        statement="always" if asked.negated else "never",
        event=asked.event,
        concept=asked.concept,
        bound=found.bound,
        witness=found.witness,
        certificate=found.certificate,
        messages=(*asked.held, *((OUT_OF_TIME,) if late else found.messages)),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Finding:
    verdict: Verdict
    bound: Fraction = Fraction(1)
    witness: Witness | None = None
    certificate: PlanProof | NashProof | None = None
    messages: tuple[str, ...] = ()


def _by_plans(asked: Question) -> _Finding:
    """Decide a statement about pure or sequential outcomes."""
    mixed = asked.randomises
    try:
        # Where ties do not help, nothing that holds strictly does: so one search is enough for a proof.
        tied = first_plan(asked, Extent(), strict=False)
        if tied is not None:
            # An exact tie refutes the statement too, but says less.
            witness = _strict_witness(asked)
            if witness is not None:
                return _Finding(verdict="refuted", witness=witness)
            witness = witness_of(asked, tied)
            if witness is not None:
                return _refuted_by_tie(asked, witness)
        proof = prove(asked, Extent(), mixed=mixed)
    except BudgetError:
        return _Finding(verdict="undecided", messages=("the plans are too many for the search's budget",))
    if proof is not None:
        return _Finding(verdict="proven", bound=Fraction(0), certificate=proof)
    witness = _sampled_witness(asked) if mixed else None
    if witness is not None:
        return _Finding(verdict="refuted", witness=witness)
    return _Finding(verdict="undecided", messages=(_OPEN_MIXED if mixed else _OPEN_TIE,))


_OPEN_MIXED = (
    "no plan of pure choices was found that leads to it; whether mixed play of players who move at the same "
    "time does, or an exact tie, was not decided"
)
_OPEN_TIE = "it could hang on an exact tie that was neither solved for nor excluded"


def _strict_witness(asked: Question) -> Witness | None:
    """Look for a plan that leads to a profile asked about, and is no mere tie."""
    found = first_plan(asked, Extent(), strict=True)
    return None if found is None else witness_of(asked, found)


def _refuted_by_tie(asked: Question, witness: Witness) -> _Finding:
    """Say that only exact ties refute the statement, and prove the rest of it if that is possible."""
    proof = prove(asked, Extent(), mixed=False, strict=True)
    message = "it is refuted at an exact tie; " + (
        "wherever nobody on or off the path is indifferent it holds for pure play, as the certificate proves"
        if proof is not None
        else "whether at other assumptions too was not decided"
    )
    return _Finding(verdict="refuted", witness=witness, certificate=proof, messages=(message,))


def _sampled_witness(asked: Question) -> Witness | None:
    """Solve the game at some points, for outcomes that need mixed play."""
    return next(filter(None, (witness_at(asked, choice) for choice in _choices(asked))), None)


def _simultaneous(asked: Question, max_boxes: int) -> _Finding:
    """Decide a statement about all Nash equilibria."""
    # One box for each combination first: where that is proof enough no witness need be looked for, and where
    # it is not a witness is cheaper than many boxes.
    covers = [cover_space(asked, switches, 1) for switches in switch_combinations(asked.scenario)]
    if any(undecided for _, undecided in covers):
        witness = _pure_witness(asked) or _mixed_witness(asked, _choices(asked)) or _tied_witness(asked)
        if witness is not None:
            return _Finding(verdict="refuted", witness=witness)
        each = 1 if out_of_time() else max(1, max_boxes // len(covers))
        covers = [cover_space(asked, switches, each) for switches in switch_combinations(asked.scenario)]
    left = [box for _, undecided in covers for box in undecided]
    bound = max((box.bound for box in left), default=Fraction(0))
    proof = NashProof(asked=asked, bound=bound, covers=tuple(cover for cover, _ in covers))
    if not left:
        return _Finding(verdict="proven", bound=bound, certificate=proof)
    left.sort(key=lambda box: box.bound, reverse=True)
    # Where the bound stayed largest an equilibrium is likeliest to be found.
    middles = [choice_at(asked.scenario, box.space.middle, box.switches) for box in left[:MAX_POINTS]]
    witness = _mixed_witness(asked, middles)
    if witness is None and len(asked.groups[0]) > 2:
        witness = _mixed_witness(
            asked, [*itertools.islice(_choices(asked), 2), *middles[:2]], all_players=True
        )
    if witness is not None:
        return _Finding(verdict="refuted", witness=witness)
    message = f"{len(left)} boxes of assumptions were left open; allow more with max_boxes"
    return _Finding(verdict="undecided", bound=bound, certificate=proof, messages=(message,))


def _pure_witness(asked: Question) -> Witness | None:
    try:
        tied = first_plan(asked, Extent(), strict=False)
        return None if tied is None else _strict_witness(asked) or witness_of(asked, tied)
    except BudgetError:
        return None


def _mixed_witness(
    asked: Question, choices: Iterable[Choice], *, all_players: bool = False
) -> Witness | None:
    """Look for an equilibrium at some points: one in which at most two players randomise, or any."""
    find = any_equilibrium_in if all_players else equilibrium_in
    for choice in choices:
        game = choice.game()
        equilibrium = find(game, asked.asked)
        if equilibrium is not None:
            return best_witness(asked, choice, game, [equilibrium])
    return None


def _tied_witness(asked: Question) -> Witness | None:
    """Look for an equilibrium in which one player is indifferent and randomises."""
    space = space_of(asked.scenario)
    for switches in switch_combinations(asked.scenario):
        found = indifferent_somewhere(asked, space, switches)
        if found is not None:
            choice, equilibrium = found
            return best_witness(asked, choice, choice.game(), [equilibrium])
    return None


def _choices(asked: Question) -> Iterator[Choice]:
    """Yield the base at every combination of switches, then some points drawn from the whole space.

    The draws are fixed and rounded to two decimals, so that a witness can be read and found again.
    """
    space, combinations = space_of(asked.scenario), switch_combinations(asked.scenario)
    for switches in combinations:
        yield choice_at(asked.scenario, space.start, switches)
    generator = np.random.default_rng(2022)
    for number in range(MAX_POINTS):
        switches = combinations[number % len(combinations)]
        yield choice_at(asked.scenario, space.drawn(generator), switches)
