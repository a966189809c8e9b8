"""The result of a sensitivity analysis: parts of a variance, by input and by claim."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from belarusgame.base.labels import event_words
from belarusgame.base.settings import Settings, option
from belarusgame.base.tables import Rows, Tabular, shown
from belarusgame.explore.sampling import Interval
from belarusgame.explore.sensitivity.without_claim import LeavingOut

#: What stands in a table where an index would be a division by nothing, or is hidden by its interval.
NO_VARIATION = "no variation"
NOT_DETERMINED = "not determined"

#: An index is a share of a variance; an interval wider than half of the scale says next to nothing of it.
WIDEST = 0.5
OVERLAP = "groups overlap: these indices do not sum to 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """How much of the answer's variation goes with an input, or with all inputs that cite a claim.

    Attributes
    ----------
    name : str
        The input or the claim.
    kind : {"weight", "driver", "probability", "claim"}
        What it is.
    inputs : tuple of str
        The inputs that are varied together.
    claims : tuple of str
        What they rest on; for a claim itself.
    first, total : float or None
        The first-order index (for several inputs: the closed index of the group) and the total index; None
        where there is nothing to explain, see ``note``.
    first_interval, total_interval : tuple of float, or None
        Bootstrap intervals.
    note : str
        Why there is no number, or why it is exactly zero.
    """

    name: str
    kind: str
    inputs: tuple[str, ...]
    claims: tuple[str, ...]
    first: float | None = None
    total: float | None = None
    first_interval: Interval | None = None
    total_interval: Interval | None = None
    note: str = ""

    @property
    def determined(self) -> bool:
        """Whether the total index says something: it is a share, known to within half the scale."""
        return self.total is None or (self.total <= 1.0 and self._span <= WIDEST)

    def draws_needed(self, draws: int) -> int:
        """Estimate at how many draws it would be determined: intervals shrink with the root of the draws."""
        # An interval that is to be k times narrower takes k squared as many draws.
        enough = draws * max(2.0, (max(self._span, self.total or 0.0) / WIDEST) ** 2)
        return 1 << math.ceil(math.log2(enough))

    @property
    def _span(self) -> float:
        low, high = self.total_interval or (0.0, 0.0)
        return high - low

    def row(self, first: str) -> dict[str, object]:
        """Return the index as a row of a table."""
        known = self.determined
        return {
            self.kind if self.kind == "claim" else "input": self.name,
            first: self.note if self.first is None else round(self.first, 4) if known else NOT_DETERMINED,
            "interval": self.first_interval or "",
            "total": self.note if self.total is None else round(self.total, 4) if known else NOT_DETERMINED,
            "total interval": self.total_interval or "",
        }


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ByClaim(Tabular):
    """Indices of the inputs that cite a claim, varied together; the largest total first."""

    indices: tuple[Index, ...]

    def rows(self) -> Rows:
        """Return one row a claim."""
        return [i.row("closed") | {"inputs that cite it": ", ".join(i.inputs)} for i in self.indices]

    @property
    def heading(self) -> str:
        """The line above the table."""
        return f"By claim ({OVERLAP})"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SensitivitySettings(Settings):
    """What a sensitivity analysis was asked, beside the scenario and the event.

    Attributes
    ----------
    seed : int
        Which samples.
    draws : int
        Of each of the two samples.
    confidence : float
        Of the bootstrap intervals.
    distribution : str
        What was drawn from, in words.
    fix : mapping of str to str
        The players whose choice was taken away, with what they do.
    """

    seed: int
    draws: int
    confidence: float
    distribution: str
    fix: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Sensitivity(Tabular):
    """What an answer hangs on.

    The indices divide up the variance that the assumed ranges and distributions give the answer. They say
    nothing about how likely the event is, nor about what would happen outside the ranges.

    Attributes
    ----------
    event : mapping
        What the answer is about.
    output : {"logit", "share"}
        The probability of the event in the logit equilibrium at the likely rationality, or in the outcomes of
        the concept (the mean of its least and its greatest one).
    concept : str
        Of the outcomes.
    draws : int
        Of each of the two samples, after leaving out ``dropped``.
    dropped : int
        Draws left out because some answer to them could not be settled.
    mean, deviation : float
        Of the answer over the draws.
    inputs, claims : tuple of Index
        One for each input, and one for each claim that some input cites; the largest total first.
    without : LeavingOut or None
        The answer without each claim in turn.
    status : {"complete", "partial"}
        ``partial`` if draws were dropped.
    settings : SensitivitySettings
        The settings that it ran with; also a mapping of their names.
    """

    event: Mapping[str, Any]
    output: str
    concept: str
    draws: int
    dropped: int
    mean: float
    deviation: float
    inputs: tuple[Index, ...]
    claims: tuple[Index, ...]
    without: LeavingOut | None
    settings: SensitivitySettings
    status: str = "complete"

    def __getitem__(self, name: str) -> Index:
        """Return the index of an input or of a claim."""
        known = {index.name: index for index in (*self.claims, *self.inputs)}
        return known[option("input or claim", name, known)]

    @property
    def by_claim(self) -> ByClaim:
        """The indices of the claims as a table."""
        return ByClaim(indices=self.claims)

    def rows(self) -> Rows:
        """Return one row an input."""
        return [i.row("first order") | {"rests on": " ".join(i.claims) or "judgement"} for i in self.inputs]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        what = f"{_ANSWER[self.output]} of {event_words(self.event)}"
        if math.isnan(self.mean):
            said = [f"{what} could not be settled in enough draws."]
        elif all(index.first is None for index in self.inputs):
            said = [
                f"{what} does not vary over the ranges ({NO_VARIATION}): it is {self.mean:.4g} throughout."
            ]
        else:
            said = [self._leads("input", self.inputs[0])]
            said += [self._leads("claim", index) for index in self.claims[:1]]
            said += self._not_determined()
        said += [f"{self.dropped} draws were left out, being undecided."] if self.dropped else []
        return (*said, *([self.without.sentence] if self.without is not None else []))

    def _leads(self, what: str, index: Index) -> str:
        if index.total is None:
            return f"No {what} has an index: {index.note}."
        if not index.determined:
            return f"Which {what} most of the variation involves is {NOT_DETERMINED} at {self.draws} draws."
        return (
            f"The {what} that most of the variation involves is {index.name} "
            f"(total index {index.total:.2f}, {shown(index.total_interval or '')})."
        )

    def _not_determined(self) -> list[str]:
        """Say how many draws would determine the indices that are not."""
        vague = [index for index in (*self.inputs, *self.claims) if not index.determined]
        if not vague:
            return []
        needed = max(index.draws_needed(self.draws) for index in vague)
        return [
            f"{len(vague)} indices are {NOT_DETERMINED} at {self.draws} draws (above 1, or with an interval "
            f"over half the scale); about {needed:,} draws would do."
        ]

    @property
    def below(self) -> Sequence[str | Tabular]:
        """The claims, the answer without each of them, and all of it in words."""
        without = () if self.without is None else (self.without,)
        return (self.by_claim, *without, *self.sentences)

    @property
    def heading(self) -> str:
        """The line above the table."""
        held = f" with {event_words(self.settings.fix)}" if self.settings.fix else ""
        what = f"{_ANSWER[self.output]} of {event_words(self.event)}{held}"
        spread = f"mean {self.mean:.4g}, deviation {self.deviation:.4g}"
        return f"Sensitivity of the {what}: {spread}, {self.draws} draws"


_ANSWER = {"logit": "logit probability", "share": "share"}
