"""An explanation: who compares what with what, what each part is, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from belarusgame.base.tables import Rows, Tabular
from belarusgame.report.numbers import decimals_for, printed, signed
from belarusgame.scenario import Basis

#: A difference is said to rest mostly on a basis that carries more than this share of it.
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one consideration contributes to a difference of payoffs.

    Attributes
    ----------
    consideration : str
        Its key, such as ``putin.manpower``.
    amount : Fraction
        Its share of the difference, exactly.
    claims : tuple of str
        The claims that it rests on.
    judged : bool
        Whether a number behind it is the coder's judgement.
    inferred : bool
        Whether the step from the claims to the consequence is the coder's.
    """

    consideration: str
    amount: Fraction
    claims: tuple[str, ...]
    judged: bool
    inferred: bool = False

    @property
    def basis(self) -> tuple[str, ...]:
        """What it rests on: the claims, and what the coder did: "inferred", or by "judgement"."""
        own = "judgement" if self.judged else "inferred" if self.inferred else ""
        return (*self.claims, own) if own else self.claims

    @property
    def kind(self) -> Basis:
        """How it is known, in a word."""
        return "judged" if self.judged else "inferred" if self.inferred else "asserted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThroughReplies:
    """What of one consideration's part in a difference follows from others' replies.

    Attributes
    ----------
    consideration : str
        Its key.
    players : tuple of str
        Whose replies it takes, all of them together.
    amount : Fraction
        How much of the part it is, exactly. It may exceed the part, where the move itself takes some back.
    bases : mapping of str to Fraction
        How it is known that they reply so: of what tells each reply from what its player does otherwise, with
        all others as after the replies, the shares by basis. Empty if nothing tells them apart.
    """

    consideration: str
    players: tuple[str, ...]
    amount: Fraction
    bases: Mapping[Basis, Fraction]

    @property
    def basis(self) -> str:
        """The shares in words: "judged", or where it is not all, "mostly judged"."""
        if not self.bases:
            return "indifferent"
        main, share = max(self.bases.items(), key=lambda pair: pair[1])
        return main if share == 1 else f"mostly {main}" if share > HALF else "of mixed basis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One player's comparison of what it does with one alternative.

    Attributes
    ----------
    player : str
        Who compares.
    chosen, alternative : str
        What it does, and what it could do instead.
    parts : tuple of Part
        The considerations that tell the two apart, the largest first; they add up to ``difference``.
    leads_to : mapping of str to str, or None
        What the other players would do differently after the alternative, in the sequential reading. None
        where they are held fixed.
    tips_at : Fraction or None
        How far the weights in the comparison must all move against it, as a share of the way from their
        value to the end of their range, until it is a tie; 0 if it is one. Above 1, no weights within their
        ranges tip it; None, none at all do.
    decided_by : str
        Who decides for the player here, if it is somebody else: the considerations are theirs. In mixed play
        the player's own enter too where it is a matter of chance (``by_chance``).
    by_chance : bool
        Whether it is a matter of chance who decides.
    through_replies : tuple of ThroughReplies
        What of the parts follows from what the others would do differently, as ``leads_to`` has it.
    """

    player: str
    chosen: str
    alternative: str
    parts: tuple[Part, ...]
    leads_to: Mapping[str, str] | None
    tips_at: Fraction | None
    decided_by: str = ""
    by_chance: bool = False
    through_replies: tuple[ThroughReplies, ...] = ()

    @property
    def difference(self) -> Fraction:
        """What whoever decides would lose by the alternative, exactly."""
        return sum((part.amount for part in self.parts), Fraction(0))

    def replied(self, consideration: str) -> dict[str, float | str]:
        """Return what of a consideration follows from others' replies, and whose, as columns of a table."""
        found = [part for part in self.through_replies if part.consideration == consideration]
        return {
            "through replies": float(sum((part.amount for part in found), Fraction(0))),
            "whose replies": ", ".join(f"{' and '.join(part.players)} ({part.basis})" for part in found),
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Explanation(Tabular):
    """Why an outcome holds: for every player, its comparisons with every alternative.

    Attributes
    ----------
    comparisons : tuple of Comparison
        In the players' order.
    names : mapping of str to str
        What the players are called in sentences.
    plural : frozenset of str
        The players whose names are plurals.
    """

    comparisons: tuple[Comparison, ...]
    names: Mapping[str, str]
    plural: frozenset[str] = frozenset()

    @property
    def sentences(self) -> tuple[str, ...]:
        """One sentence a comparison; the numbers printed add up."""
        return tuple(self.sentence(comparison) for comparison in self.comparisons)

    def sentence(self, comparison: Comparison) -> str:
        """Put one comparison into words."""
        sign = -1 if comparison.difference < 0 else 1  # where the outcome is only nearly an equilibrium
        better, worse = (comparison.chosen, comparison.alternative)[::sign]
        amounts = [sign * part.amount for part in comparison.parts]
        places = decimals_for(amounts)
        numbers = printed(amounts, places)
        # Of the numbers as printed, so that a reader who adds them up gets the total that is said.
        total = sum((Fraction(number) for number in numbers), Fraction(0))
        decider = comparison.decided_by or comparison.player
        who = self.names[decider]
        who = who[0].upper() + who[1:]
        several = decider in self.plural
        if total == 0:
            be = "are" if several else "is"
            nearly = "" if comparison.difference == 0 else "as good as "
            text = f"{who} {be} {nearly}indifferent between {comparison.chosen} and {comparison.alternative}"
        else:
            verb = "would prefer" if sign < 0 else "prefer" if several else "prefers"
            text = f"{who} {verb} {better} to {worse} by {printed([total], places)[0]}"
        if comparison.parts:
            text += ": " + ", ".join(
                _part_text(part, number) for part, number in zip(comparison.parts, numbers, strict=True)
            )
        return self._decided(comparison) + text + self._consequence(comparison) + "."

    def _decided(self, comparison: Comparison) -> str:
        """Say who decides for the player, if it is somebody else."""
        if not comparison.decided_by:
            return ""
        who, whom = self.names[comparison.decided_by], self.names[comparison.player]
        verb = "decide" if comparison.decided_by in self.plural else "decides"
        where = "here with some chance, so that both count" if comparison.by_chance else "here"
        return f"{who[0].upper()}{who[1:]} {verb} for {whom} {where}. "

    def _consequence(self, comparison: Comparison) -> str:
        """Say what the others would do then, and what of the difference follows from it."""
        if not comparison.leads_to:
            return ""
        moves = [f"{self.names[player]} {label}" for player, label in comparison.leads_to.items()]
        said = f"; after {comparison.alternative} the others would answer: {', '.join(moves)}"
        by_whom: dict[tuple[str, ...], list[ThroughReplies]] = {}
        for part in comparison.through_replies:
            by_whom.setdefault(part.players, []).append(part)
        for players, parts in by_whom.items():
            said += f"; through {self._whose(players)} ({parts[0].basis}): {_amounts(comparison, parts)}"
        return said

    def _whose(self, players: tuple[str, ...]) -> str:
        """Name replies by who makes them: "the West's reply"."""
        names = [self.names[player] for player in players]
        owners = [f"{name}'" if name.endswith("s") else f"{name}'s" for name in names]
        return f"{' and '.join(owners)} {'reply' if len(players) == 1 else 'replies'}"

    @property
    def most_fragile(self) -> Comparison | None:
        """The comparison that the smallest joint move of its weights would tip; None if none can be."""
        tippable = [(c.tips_at, number) for number, c in enumerate(self.comparisons) if c.tips_at is not None]
        return self.comparisons[min(tippable)[1]] if tippable else None

    def rows(self) -> Rows:
        """Return one row for each comparison and consideration."""
        return [
            {
                "player": comparison.player,
                "chosen": comparison.chosen,
                "alternative": comparison.alternative,
                "consideration": part.consideration,
                "amount": float(part.amount),
                "claims": " ".join(part.basis),
            }
            | comparison.replied(part.consideration)
            for comparison in self.comparisons
            for part in comparison.parts
        ]

    @property
    def below(self) -> Sequence[str]:
        """The comparisons in words."""
        return self.sentences

    def _text(self) -> str:
        return "\n".join(self.sentences)

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"Explanation: {len(self.comparisons)} comparisons"


def _part_text(part: Part, number: str) -> str:
    return f"{_short(part.consideration)} {signed(number)} [{', '.join(part.basis)}]"


def _amounts(comparison: Comparison, through: Sequence[ThroughReplies]) -> str:
    """Name what follows from some replies: "all of it", or the amounts by consideration."""
    whole = {part.consideration: part.amount for part in comparison.parts}
    if {part.consideration: part.amount for part in through} == whole:
        return "all of it"
    sign = -1 if comparison.difference < 0 else 1
    amounts = [sign * part.amount for part in through]
    # As many decimals as the parts have, so that the two can be compared by eye.
    places = decimals_for([*amounts, *whole.values()])
    return ", ".join(
        f"{_short(part.consideration)} {signed(printed([amount], places)[0])}"
        for part, amount in zip(through, amounts, strict=True)
    )


def _short(consideration: str) -> str:
    """Return a consideration's name without its player's."""
    return consideration.split(".", 1)[1].replace("_", " ")
