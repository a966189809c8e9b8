"""Whether a statement holds in one game: looked up in the payoffs of the game itself, built for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from belarusgame.assume.cases import Profile, compared, event_parts, within
from belarusgame.assume.statement import Statement
from belarusgame.base.concept_names import ConceptName
from belarusgame.base.concept_names import concept_of as default_concept
from belarusgame.base.labels import PartialProfile, event_words
from belarusgame.explore.plans import Question, best_witness
from belarusgame.explore.proving import equilibrium_in
from belarusgame.game import Game
from belarusgame.outcome import Outcome
from belarusgame.scenario import Choice, Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongComparison:
    """Two payoffs of one player, or how their difference changes, that a statement has wrong.

    Attributes
    ----------
    player : str
        Whose.
    better, worse : dict of str to str
        The profile that was said to be better, and the other.
    payoffs : tuple of Fraction
        In the one and the other; for ``monotone`` what the first gains over the second, as things are and
        with one unit more of the input.
    sentence : str
        The same in words.
    """

    player: str
    better: Mapping[str, str]
    worse: Mapping[str, str]
    payoffs: tuple[Fraction, Fraction]
    sentence: str

    @property
    def margin(self) -> Fraction:
        """How wrong the statement has it; 0 at a tie."""
        return abs(self.payoffs[0] - self.payoffs[1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Breach:
    """Why a statement does not hold in a game: comparisons, or outcomes.

    Attributes
    ----------
    margin : Fraction
        By how much: how wrong the statement has it, in payoff units (for ``monotone`` per unit of its input),
        or the least that a player would lose by doing otherwise than in the outcome. 0 at an exact tie.
    certain : bool
        Whether everything else there breaks it too; of outcomes that are not all listed nothing is said.
    comparisons, outcomes, sentences
        What breaks it, and the same in words.
    """

    margin: Fraction
    certain: bool = True
    comparisons: tuple[WrongComparison, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    sentences: tuple[str, ...] = ()


def breach(statement: Statement, choice: Choice, profile: PartialProfile | None = None) -> Breach | None:
    """Say why a statement does not hold at one choice of weights, drivers and types; None if it does."""
    judge = _Judge(scenario=choice.scenario, choice=choice, game=choice.game())
    return judge.breach(statement, profile or {})


def concept_of(scenario: Scenario, statement: Statement) -> ConceptName:
    """Return the concept that a statement about outcomes means."""
    return default_concept(statement.entries.get("concept"), scenario.order)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Judge:
    scenario: Scenario
    choice: Choice
    game: Game

    def breach(self, statement: Statement, profile: PartialProfile) -> Breach | None:
        if statement.form == "all_of":
            return _firmest(self.breach(part, profile) for part in statement.parts)
        if statement.form == "any_of":
            return self._none_of(statement, profile)
        if statement.condition is not None:
            # Outside of its circumstances nothing is said, so that nothing is broken.
            if not self._meets(statement):
                return None
            inside = within(self.game.labels, profile, statement.condition.profile)
            return self.breach(statement.parts[0], inside)
        if statement.form in {"never", "always"}:
            return self._outcomes(statement, profile)
        find = self._slopes if statement.form == "monotone" else self._gains
        found = find(statement, profile)
        sentences = tuple(comparison.sentence for comparison in found)
        margin = min((c.margin for c in found), default=Fraction(0))
        return Breach(margin=margin, comparisons=tuple(found), sentences=sentences) if found else None

    def _none_of(self, statement: Statement, profile: PartialProfile) -> Breach | None:
        found: list[Breach] = []
        for part in statement.parts:
            broken = self.breach(part, profile)
            if broken is None:
                return None
            found.append(broken)
        return Breach(
            margin=min((broken.margin for broken in found), default=Fraction(0)),
            certain=all(broken.certain for broken in found),
            comparisons=tuple(c for broken in found for c in broken.comparisons),
            outcomes=tuple(outcome for broken in found for outcome in broken.outcomes),
            sentences=tuple(dict.fromkeys(s for broken in found for s in broken.sentences)),
        )

    def _meets(self, statement: Statement) -> bool:
        condition = statement.condition
        assert condition is not None
        limits = (*condition.weights.items(), *condition.drivers.items())
        return all(low <= self.choice.level(n) <= high for n, (low, high) in limits) and all(
            self.choice.types.get(player, self.scenario.rest.get(player)) == kind
            for player, kind in condition.types.items()
        )

    def _gains(self, statement: Statement, profile: PartialProfile) -> list[WrongComparison]:
        """Return the comparisons that break a statement: the worst one, or all if one had to hold."""
        e = statement.entries
        strict = bool(e.get("strict", True))
        some = statement.form == "prefers" and e["completions"] == "some"
        found = [
            self._comparison(e["player"], pair) for pair in compared(self.game.labels, statement, profile)
        ]
        short = [c for c in found if _gain(c) < 0 or (strict and _gain(c) == 0)]
        # To break "some completion" all must fail; the one that comes nearest is shown.
        if some:
            return sorted(short, key=_gain, reverse=True)[:1] if len(short) == len(found) else []
        # Nowhere worse is not enough: somewhere it must be better.
        if statement.form == "dominates" and not strict and not short and all(_gain(c) == 0 for c in found):
            return found[:1]
        return sorted(short, key=_gain)[:1]

    def _comparison(self, player: str, pair: tuple[Profile, Profile]) -> WrongComparison:
        labels = self.game.labels
        tensor = self.game.exact_payoffs[labels.player_index(player)]
        one, other = (Fraction(tensor[position]) for position in pair)
        better, worse = (labels.named(position) for position in pair)
        who = self.scenario.player(player)
        gets = "get" if who.plural else "gets"
        apart = [{p: s for p, s in side.items() if better[p] != worse[p]} or side for side in (better, worse)]
        rest = {p: s for p, s in better.items() if p not in apart[0]}
        where = f" (with {event_words(rest)})" if rest else ""
        relation = "just as much as" if one == other else f"{_shown(other - one)} less than"
        sentence = (
            f"{who.name} {gets} {_shown(one)} from {event_words(apart[0])}, {relation} the {_shown(other)} "
            f"from {event_words(apart[1])}{where}."
        )
        return WrongComparison(
            player=player, better=better, worse=worse, payoffs=(one, other), sentence=sentence
        )

    def _slopes(self, statement: Statement, profile: PartialProfile) -> list[WrongComparison]:
        """Return the slope that is most wrong, if one is."""
        e = statement.entries
        more = self.choice.having({e["input"]: self.choice.level(e["input"]) + 1}).game()
        index = self.game.labels.player_index(e["player"])
        # Payoffs are linear in one input: a step of one unit shows the slope everywhere.
        now, then = self.game.exact_payoffs[index], more.exact_payoffs[index]
        found: list[WrongComparison] = []
        for one, other in compared(self.game.labels, statement, profile):
            gains = (Fraction(now[one] - now[other]), Fraction(then[one] - then[other]))
            slope = gains[1] - gains[0]
            if slope <= 0 if e["direction"] == "rises" else slope >= 0:
                better, worse = (self.game.labels.named(position) for position in (one, other))
                turns = f"{'rises' if slope > 0 else 'falls'} by {_shown(abs(slope))}"
                does = turns if slope else "stays the same"
                who = self.scenario.player(e["player"])
                sentence = (
                    f"What {who.name} {'gain' if who.plural else 'gains'} from {event_words(better)} over "
                    f"{event_words(worse)} {does} with {e['input']}: from {_shown(gains[0])} to "
                    f"{_shown(gains[1])} when it goes up by 1."
                )
                found.append(
                    WrongComparison(
                        player=e["player"], better=better, worse=worse, payoffs=gains, sentence=sentence
                    )
                )
        return sorted(found, key=lambda wrong: -wrong.margin)[:1]

    def _outcomes(self, statement: Statement, profile: PartialProfile) -> Breach | None:
        return _firmest(
            self._outcome(
                Question(
                    scenario=self.scenario,
                    concept=concept_of(self.scenario, statement),
                    event=event,
                    negated=kind == "always",
                )
            )
            for part in event_parts(self.game.labels, statement, profile)
            for kind, event in part.items()
        )

    def _outcome(self, asked: Question) -> Breach | None:
        """Say in which outcome the profiles asked about are likeliest, if they can be, and how firmly."""
        solved = asked.solve(self.game)
        # Pure equilibria stand for the simultaneous concepts: of nash they are not all.
        # Only of a complete list can it be said that all, or how many, are against the statement.
        listed = asked.concept != "nash" and solved.status == "complete" and not solved.components
        witness = best_witness(asked, self.choice, self.game, solved.outcomes, listed=listed)
        concept = asked.concept if asked.concept != "nash" else "Nash"
        if witness is not None:
            of_how_many = _among(len(solved.outcomes), witness.certain) if listed else "There is a {} outcome"
            said = f"{of_how_many.format(concept)}: {self._done(witness.outcome)} ({witness.firmness})."
            return Breach(
                margin=witness.margin,
                certain=witness.certain,
                outcomes=(witness.outcome,),
                sentences=(said,),
            )
        # Pure play does not break it; a mixed equilibrium that gives the event a chance may.
        mixed = equilibrium_in(self.game, np.asarray(asked.asked)) if asked.concept == "nash" else None
        if mixed is None:
            return None
        said = f"There is a {concept} outcome: {self._done(mixed)} (in mixed play)."
        return Breach(margin=Fraction(0), certain=False, outcomes=(mixed,), sentences=(said,))

    def _done(self, outcome: Outcome) -> str:
        return ", ".join(f"{player} {outcome.doing(player)}" for player in self.game.players)


def _among(count: int, certain: bool) -> str:
    """Say of how many outcomes one is told, and whether all break the statement; to be given the concept."""
    if count == 1:
        return "The only {} outcome is"
    return f"Of {count} {{}} outcomes, {'each against it' if certain else 'not all against it'}, one is"


def _firmest(found: Iterable[Breach | None]) -> Breach | None:
    """Return what is broken in everything that happens, and by the largest margin, if anything is."""
    # What breaks it for certain counts for more than any margin in one outcome of several.
    return max(filter(None, found), key=lambda broken: (broken.certain, broken.margin), default=None)


def _gain(comparison: WrongComparison) -> Fraction:
    return comparison.payoffs[0] - comparison.payoffs[1]


def _shown(value: Fraction) -> str:
    return f"{float(value):.6g}"
