"""What happens when players move one after the other and do not know each other's types?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from time import monotonic
from typing import Any, Literal

from belarusgame.base.at_work import working_on
from belarusgame.base.labels import PartialProfile
from belarusgame.base.polytope import Polytope
from belarusgame.base.rays import Budget, OutOfStepsError
from belarusgame.base.settings import finite_number, option
from belarusgame.base.tables import Rows, Tabular
from belarusgame.bayesian_game import BayesianGame, Types, checked_bayesian
from belarusgame.errors import GameError
from belarusgame.solve.bayesian.conditions import Sequel, regions_of
from belarusgame.solve.bayesian.consistency import informed, on_the_way, posterior
from belarusgame.solve.bayesian.continuations import BeliefInduction
from belarusgame.solve.bayesian.intuitive import intuitive
from belarusgame.solve.bayesian.mixing import Mixing
from belarusgame.solve.bayesian.one_sender import BY_CORNERS, OneSender, is_signalling
from belarusgame.solve.bayesian.perfect_bayesian import EquilibriumPiece, PerfectBayesian, Range, belief_name
from belarusgame.solve.bayesian.relevance import types_that_matter
from belarusgame.solve.bayesian.tree import History, Mix, Play, Tree, tree_of
from belarusgame.solve.bayesian.weak import WeakInduction, weak_regions
from belarusgame.solve.plan import Order
from belarusgame.solve.solution import Status

#: How a solution names its method: where no belief matters, in the weak version, and in general.
BY_INDUCTION = "backward induction on the prior, in exact arithmetic"
BY_WEAK = "backward induction with Bayes' rule on the path alone, in exact arithmetic"
BY_REGIONS = "backward induction with regions of beliefs, and a certified search for mixtures"

#: A second of the budget, in steps of some microseconds.
STEPS_A_SECOND = 200_000


@working_on("types, moves and beliefs")
def perfect_bayesian_equilibria(
    game: BayesianGame,
    order: Order | None,
    *,
    refine: Literal["intuitive"] | None = None,
    definition: Literal["fudenberg-tirole", "weak"] = "fudenberg-tirole",
    agents: Mapping[str, Sequence[str]] | None = None,
    available: Mapping[str, Sequence[tuple[Mapping[str, Any], Sequence[str]]]] | None = None,
    max_seconds: float = 60.0,
) -> PerfectBayesianSolution:
    """Find the perfect Bayesian equilibria of a game in which groups of players move in turn.

    Every group sees what those before it have done; the players of a group choose at the same time. The
    definition is that of Fudenberg and Tirole (1991) for observed actions and independent types. Everybody
    does what is best wherever it is to move, given its beliefs and what follows. Beliefs follow Bayes' rule
    wherever it applies, after moves that were not expected too. What a player does says something of what it
    knows and of nothing else, and beliefs about different players are independent. (The weak version, which
    asks for Bayes' rule on the path of play alone, allows threats that no subgame supports.) After a move
    that none of a player's types makes, any belief about that player may follow; the answer holds all of
    those that support it.

    Parameters
    ----------
    game : BayesianGame
        What everybody gets, and knows.
    order : sequence of str or of sequences of str
        The groups, first movers first; every player moves exactly once.
    refine : {None, "intuitive"}
        For one informed player and one who answers: keep what passes the intuitive criterion.
    definition : {"fudenberg-tirole", "weak"}
        ``weak``, for types that depend on each other: Bayes' rule on the path of play alone. All pure
        equilibria are found, with the polytope of beliefs of each type wherever it did not expect to be.
    agents : mapping of str to sequence of str, optional
        For somebody who moves again, the players of the game who stand for it:
        ``{"monopolist": ["first answer", "second answer"]}``. They have one payoff, and one type: that of the
        only one of them for whom the game has types.
    available : mapping, optional
        Where a player has fewer strategies, pairs of earlier moves and what is left after them:
        ``{"first answer": [({"entrant": "out"}, ["rest"])]}``. The first pair that fits counts.
    max_seconds : float
        How long to search; if the time is over, the status is ``partial``.

    Returns
    -------
    PerfectBayesianSolution
        With the status, and messages that say why if it is ``partial``. What is found depends on the game:

        * If nobody has to guess anything that earlier moves could have shown (this is tested, exactly),
          backward induction on the prior is exact. Single movers do not randomise; where one is indifferent
          the status is ``partial``. What groups mix is listed as by `sequential_equilibria`.
        * One informed player, then one who answers: all equilibria, mixed ones and continua included, as
          products of polytopes; each record is a connected component. Always ``complete`` in time.
        * In general: all pure ones, each with the whole polytope of beliefs. Mixed ones are found by a
          certified search where every belief follows from Bayes' rule or does not matter; what is mixed in
          reply to moves that nobody makes is not searched.

    Raises
    ------
    GameError
        For an order that misses a player, a prior whose types depend on each other where beliefs matter
        (unless the weak version is asked for), and settings that do not fit the game.

    Notes
    -----
    With at most two types a player, or with two periods, these are exactly the sequential equilibria
    (Fudenberg and Tirole 1991); ``solution.sequential`` says whether that applies.

    References
    ----------
    D. Fudenberg and J. Tirole, "Perfect Bayesian equilibrium and sequential equilibrium", Journal of Economic
    Theory 53 (1991). I.-K. Cho and D. M. Kreps, "Signaling games and stable equilibria", Quarterly Journal of
    Economics 102 (1987).

    Examples
    --------
    A strong type may let itself be known by a costly dish:

    >>> import belarusgame as bg
    >>> game = bg.BayesianGame(
    ...     players=["guest", "bully"],
    ...     strategies=[["beer", "quiche"], ["duel", "spare"]],
    ...     types={"guest": ["weak", "strong"]},
    ...     prior={"guest": {"weak": 0.1, "strong": 0.9}},
    ...     payoffs={
    ...         "weak": [[[0, 2], [1, 3]], [[1, 0], [1, 0]]],
    ...         "strong": [[[1, 3], [0, 2]], [[0, 1], [0, 1]]],
    ...     },
    ... )
    >>> solution = bg.solve.perfect_bayesian_equilibria(game, ["guest", "bully"])
    >>> solution.status, [str(e.probability({"guest": "beer"})) for e in solution.equilibria]
    ('complete', ['1', '0'])
    >>> for region in solution.equilibria[0].regions("quiche"):
    ...     print([str(weak) for weak, strong in region.vertices])
    ['1', '1/2']
    ['1/2']
    >>> left = bg.solve.perfect_bayesian_equilibria(game, ["guest", "bully"], refine="intuitive")
    >>> [str(e.probability({"guest": "beer"})) for e in left.equilibria]
    ['1']
    """
    tree = tree_of(checked_bayesian(game), order, agents, available)
    chosen = None if refine is None else option("refine", refine, ("intuitive",))
    meant = option("definition", definition, ("fudenberg-tirole", "weak"))
    seconds = finite_number("max_seconds", max_seconds)
    if chosen is not None and meant == "weak":
        raise GameError('refine = "intuitive": not with definition = "weak"')
    # The criterion asks which type could gain by a message; with more movers there is no one such question.
    if chosen is not None and not is_signalling(tree):
        raise GameError(
            'refine = "intuitive": needs one player with types who moves first, and one other who answers'
        )
    return _solved(tree, refine=chosen, definition=meant, max_seconds=seconds)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PerfectBayesianSolution(Tabular):
    """The perfect Bayesian equilibria of a game, and whether the list is proven complete.

    Attributes
    ----------
    equilibria : tuple of PerfectBayesian
        Single ones and continua. By the method for signalling games, each is a connected component.
    status : {"complete", "partial"}
        ``complete``: it is proven that there is nothing else. ``partial``: the messages say what is missing.
    sequential : {"proven", "not claimed"}
        Whether every one is also a sequential equilibrium (Kreps and Wilson 1982): proven for at most two
        types a player, and for two periods (Fudenberg and Tirole 1991).
    used : tuple of str
        The players whose types matter to somebody who has to guess them. If there is none, a move signals
        nothing that matters, and no belief supports anything.
    method : str
        The algorithm.
    settings : mapping
        What was asked for.
    messages : tuple of str
        What the reader should know.
    tree : object
        The game and the order of moves.
    """

    equilibria: tuple[PerfectBayesian, ...]
    status: Status
    sequential: Literal["proven", "not claimed"]
    used: tuple[str, ...]
    method: str
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    messages: tuple[str, ...] = ()
    tree: Tree

    @property
    def game(self) -> BayesianGame:
        """The game that was solved."""
        return self.tree.game

    @property
    def outcomes(self) -> tuple[PerfectBayesian, ...]:
        """The equilibria, by the name that they have in every solution."""
        return self.equilibria

    @property
    def components(self) -> tuple[PerfectBayesian, ...]:
        """The equilibria that are continua."""
        return tuple(found for found in self.equilibria if not found.isolated)

    @property
    def concept(self) -> str:
        """Which question was answered."""
        return "perfect bayesian"

    def probability_range(self, event: PartialProfile, types: Types | None = None) -> Range | None:
        """Return the least and the greatest probability of an event over all of them; None without any."""
        spans = [found.probability_range(event, types) for found in self.equilibria]
        return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None

    @property
    def certificate(self) -> Tree | None:
        """What it is checked from: the game and the order of moves."""
        return self.tree

    def problems(self) -> list[str]:
        """Say what is wrong, by solving again from the game: everything is done in fractions."""
        again = _solved(self.tree, **self.settings)
        found = [problem for record in self.equilibria for problem in record.problems()]
        found += [
            f"{name} is not what follows from the game"
            for name in ("status", "sequential", "used", "method")
            if getattr(again, name) != getattr(self, name)
        ]
        if [_content(r) for r in again.equilibria] != [_content(r) for r in self.equilibria]:
            found.append("the equilibria are not those that follow from the game")
        return found

    def rows(self) -> Rows:
        """Return one row for each equilibrium, type and history."""
        return [{"#": k, **row} for k, e in enumerate(self.equilibria, start=1) for row in e.rows()]

    @property
    def below(self) -> Sequence[str]:
        """What the reader should know."""
        return self.messages

    @property
    def heading(self) -> str:
        """The line above the table."""
        count = len(self.equilibria)
        how = f"{self.status}, by {self.method}; sequential: {self.sequential}"
        return f"Perfect Bayesian equilibria: {count}, {how}"


def _content(record: PerfectBayesian) -> list[tuple[Any, ...]]:
    """Return what a record says, in a form that can be compared."""
    return [(piece.play, piece.beliefs, piece.regions, piece.sent) for piece in record.pieces]


@dataclass(frozen=True, slots=True, kw_only=True)
class _FoundPerfect:
    """What was found, how, and what may be missing."""

    records: Sequence[PerfectBayesian]
    method: str
    used: tuple[str, ...]
    messages: tuple[str, ...] = ()


def _solved(
    tree: Tree, *, refine: str | None, definition: str, max_seconds: float
) -> PerfectBayesianSolution:
    """Solve a game whose order of moves has been read."""
    if definition == "weak":
        found = _weakly(tree, max_seconds)
    elif is_signalling(tree):
        found = _by_corners(tree, refine, max_seconds)
    else:
        found = _by_induction(tree, max_seconds)
    return PerfectBayesianSolution(
        equilibria=tuple(found.records),
        status="partial" if found.messages else "complete",
        sequential="proven" if definition != "weak" and _is_sequential(tree) else "not claimed",
        used=found.used,
        method=found.method,
        settings={"refine": refine, "definition": definition, "max_seconds": max_seconds},
        messages=found.messages,
        tree=tree,
    )


def _is_sequential(tree: Tree) -> bool:
    """Whether the theorem applies: independent types, and two types a player at most or two periods."""
    # With three types and three periods a perfect Bayesian equilibrium need not be a sequential one.
    few = all(len(own) <= 2 for own in tree.game.types.values())
    return tree.game.independent and not tree.shared and (few or len(tree.groups) <= 2)


def _weakly(tree: Tree, max_seconds: float) -> _FoundPerfect:
    search = WeakInduction(tree=tree, until=monotonic() + max_seconds)
    records = [
        PerfectBayesian(
            tree=tree,
            used=(),
            weak=True,
            pieces=(
                EquilibriumPiece(
                    play={spot: play[spot] for spot in tree.spots()},
                    beliefs={},
                    regions=weak_regions(tree, play) or (),
                ),
            ),
        )
        for play in search.plays()
    ]
    gaps = ["of the weak version only pure equilibria are searched"]
    gaps += ["max_seconds ended before everything was examined; allow more seconds"] if search.ended else []
    return _FoundPerfect(records=records, method=BY_WEAK, used=(), messages=tuple(gaps))


def _by_corners(tree: Tree, refine: str | None, max_seconds: float) -> _FoundPerfect:
    sender = OneSender(tree)
    try:
        records = sender.components(Budget(int(min(max_seconds, 1e9) * STEPS_A_SECOND)))
    except OutOfStepsError:
        gap = "max_seconds ended before all corners were found; allow more seconds"
        return _FoundPerfect(records=(), method=BY_CORNERS, used=tree.typed, messages=(gap,))
    if refine is not None:
        records = intuitive(sender, records)
    return _FoundPerfect(records=records, method=BY_CORNERS, used=tree.typed)


def _by_induction(tree: Tree, max_seconds: float) -> _FoundPerfect:
    used = types_that_matter(tree)
    if used and not tree.game.independent:
        raise GameError(
            f"prior: the types of {' and '.join(tree.typed)} depend on each other, so that moves show "
            "several at once; give independent probabilities, {player: {type: probability}}, or ask for "
            'definition = "weak"'
        )
    until = monotonic() + max_seconds
    # Where types matter, mixtures are searched with their beliefs, afterwards and in another way.
    search = BeliefInduction(tree=tree, used=used, until=until, mixes=not used)
    records = _records(tree, used, search.start())
    gaps = dict(search.gaps)
    if used:
        mixing = Mixing(tree=tree, used=used, until=until)
        records += [
            PerfectBayesian(tree=tree, used=used, pieces=(_piece(tree, used, play, ()),))
            for play in mixing.found()
        ]
        gaps |= mixing.gaps
    return _FoundPerfect(
        records=records, method=BY_REGIONS if used else BY_INDUCTION, used=used, messages=tuple(gaps)
    )


def _records(tree: Tree, used: tuple[str, ...], found: Sequence[Sequel]) -> list[PerfectBayesian]:
    """Record pure equilibria with the beliefs that support them: one record for what is played."""
    pieces: dict[Any, list[EquilibriumPiece]] = {}
    for sequel in found:
        key = frozenset((spot, frozenset(mix.items())) for spot, mix in sequel.play.items())
        bound = regions_of(tree, sequel.conditions, sequel.likely) or ()
        pieces.setdefault(key, []).append(_piece(tree, used, sequel.play, bound))
    return [PerfectBayesian(tree=tree, used=used, pieces=tuple(same)) for same in pieces.values()]


def _piece(tree: Tree, used: tuple[str, ...], play: Play, bound: Sequence[Polytope]) -> EquilibriumPiece:
    """Record an equilibrium; where nothing binds beliefs (``bound`` has the others), any will do."""
    ordered = {spot: play[spot] for spot in tree.spots()}
    regions = [*bound, *_unbound(tree, used, ordered, {name for r in bound for name in r.coordinates})]
    named = {
        name: value
        for region in regions
        for name, value in zip(region.coordinates, region.middle, strict=True)
    }
    free: dict[tuple[History, str], Mix] = {}
    for history in tree.histories():
        for holder in used if history else ():
            names = {kind: belief_name(tree, history, holder, kind) for kind in tree.game.types[holder]}
            if all(name in named for name in names.values()):
                free[history, holder] = {kind: named[name] for kind, name in names.items()}
    return EquilibriumPiece(play=ordered, beliefs=on_the_way(tree, ordered, free), regions=tuple(regions))


def _unbound(tree: Tree, used: tuple[str, ...], play: Play, bound: set[str]) -> Iterator[Polytope]:
    """Yield the beliefs after moves that no type makes, where any belief supports what follows."""
    told = set(bound)
    for history in tree.histories():
        for holder in used if tree.group(history) + 1 < len(tree.groups) else ():
            even = dict.fromkeys(tree.game.types[holder], Fraction(1))
            for step in tree.steps(history) if informed(tree, history, holder) else ():
                names = [belief_name(tree, history + step, holder, kind) for kind in even]
                if names[0] not in told and posterior(tree, play, history, step, holder, even) is None:
                    told.update(names)
                    yield Polytope.simplex(names)
