"""One run, month by month: what moved, who switched, and how likely that was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from belarusgame import solve
from belarusgame.base.labels import event_words, matches
from belarusgame.base.tables import Rows, Tabular
from belarusgame.scenario import Choice, Scenario


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReplayedMonth:
    """A month of a run.

    Attributes
    ----------
    month : int
        Counted from 1.
    profile : mapping of str to str
        What everybody does.
    before, after : mapping of str to float
        The drivers' levels at its beginning and at its end.
    moved : bool
        Whether it began with a move.
    chances : mapping of str to mapping of str to float
        How likely each strategy of each player was in its moves; empty where it had none, where the choice
        was given, and for players who look ahead.
    """

    month: int
    profile: Mapping[str, str]
    before: Mapping[str, float]
    after: Mapping[str, float]
    moved: bool
    chances: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Replay(Tabular):
    """One run of a campaign, explained.

    Attributes
    ----------
    run : int
        Its number.
    choice : Choice
        Its weights and types.
    rationality : float
        How sharply its players tell better from worse.
    months : tuple of ReplayedMonth
        What happened.
    sentences : tuple of str
        The same in words: one for each month in which somebody switched.
    """

    run: int
    choice: Choice
    rationality: float
    months: tuple[ReplayedMonth, ...]
    sentences: tuple[str, ...]

    def rows(self) -> Rows:
        """Return one row a month."""
        rows: list[dict[str, Any]] = []
        for month in self.months:
            levels = {f"{name} after": level for name, level in month.after.items()}
            rows.append({"month": month.month} | dict(month.profile) | levels)
        return rows

    @property
    def heading(self) -> str:
        """The line above the table."""
        types = ", ".join(f"{player} is {kind}" for player, kind in self.choice.types.items())
        return f"Run {self.run}, rationality {self.rationality:.3g}" + (f", {types}" if types else "")

    @property
    def below(self) -> Sequence[str]:
        """What happened in words."""
        return self.sentences


def chances_of(
    scenario: Scenario,
    choice: Choice,
    rationality: float,
    fix: Mapping[str, str],
    levels: Mapping[str, float],
) -> dict[str, dict[str, float]]:
    """Return how likely each strategy of each player is at the drivers' levels."""
    game = scenario.game(choice.weights, levels, choice.types, choice.delegations)
    # Nobody is left who chooses.
    if len(fix) == len(game.players):
        return {}
    left = game.fix(fix) if fix else game
    groups = scenario.order or (tuple(game.players),)
    order = [tuple(player for player in group if player not in fix) for group in groups]
    outcome = solve.sequential_logit(left, [group for group in order if group], rationality)
    return {
        player: {label: outcome.probability({player: label}) for label in labels}
        for player, labels in left.strategies.items()
    }


def sentences_of(scenario: Scenario, months: Sequence[ReplayedMonth]) -> Iterator[str]:
    """Say for each month in which somebody switched what had moved, who switched, and how likely that was."""
    names = {player.key: player.name for player in scenario.players}
    ends = scenario.simulation.absorbing
    before, chances = dict(scenario.reference), dict[str, Mapping[str, float]]()
    # The levels when somebody switched last, or at the start.
    since: Mapping[str, float] = months[0].before if months else dict[str, float]()
    for month in months:
        switched = [player for player, label in month.profile.items() if before[player] != label]
        if switched:
            parts = [
                _switch(
                    names[player],
                    before[player],
                    month.profile[player],
                    month.chances.get(player),
                    chances.get(player),
                )
                for player in switched
            ]
            moved = _moved(since, month.before)
            opening = f"In month {month.month} {moved}" if moved else f"In month {month.month}"
            yield f"{opening}{', and ' if moved else ' '}{'; '.join(parts)}."
            since = month.before
        # Months without a move leave the chances of the last one standing.
        before, chances = dict(month.profile), {**chances, **month.chances}
        if any(matches(event, month.profile) for event in ends):
            said = " or ".join(event_words(event) for event in ends)
            yield f"With {said} in month {month.month} the profile stays as it is."
            return


def _moved(before: Mapping[str, float], now: Mapping[str, float]) -> str:
    """Name the driver that moved most, and whither."""
    if not now:
        return ""
    name = max(now, key=lambda driver: abs(now[driver] - before[driver]))
    change = now[name] - before[name]
    if change == 0.0:
        return ""
    return f"{name} had {'risen' if change > 0.0 else 'fallen'} from {before[name]:.2f} to {now[name]:.2f}"


def _switch(
    name: str, old: str, new: str, chances: Mapping[str, float] | None, earlier: Mapping[str, float] | None
) -> str:
    said = f"{name} switched from {old} to {new}"
    if chances is None:
        return said
    was = f", after {earlier[new]:.2f} at the move before" if earlier is not None else ""
    return f"{said} (with chance {chances[new]:.2f}{was})"
