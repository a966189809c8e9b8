"""One informed player moves, then one who has seen it: every perfect Bayesian equilibrium, in fractions.

The sender's conditions are linear in the receiver's replies; the receiver's are linear in what types send and
in what it believes. So for each set of messages that are sent, the equilibria are the pairs of points of two
polytopes that together carry every label: a message is not sent or is best for the type, a reply is not given
or is best. As for games of two matrices, they are the maximal products of faces whose corners fit
(Mangasarian 1964; Avis, Rosenberg, Savani and von Stengel 2010), with one difference: after a message that
nobody sends, the receiver's belief is a coordinate of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from itertools import combinations, product
from math import lcm

from belarusgame.base.bicliques import maximal_bicliques
from belarusgame.base.rays import Budget, Ray, rays_of

#: Payoffs by type, message and reply.
Table = Sequence[Sequence[Sequence[Fraction]]]


@dataclass(frozen=True, kw_only=True)
class Signalling:
    """A signalling game: types, messages and replies are numbered."""

    prior: tuple[Fraction, ...]  #: the probability of each type
    #: What the two get, by type, message and reply; after some messages there may be fewer replies.
    sender: Table
    receiver: Table

    @property
    def types(self) -> range:
        """The numbers of the types."""
        return range(len(self.prior))

    @property
    def messages(self) -> range:
        """The numbers of the messages."""
        return range(len(self.sender[0]))

    def replies(self, message: int) -> range:
        """Return the numbers of the replies to a message."""
        return range(len(self.sender[0][message]))

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Every message with every reply to it."""
        return tuple((m, r) for m in self.messages for r in self.replies(m))

    def sends(self, kind: int, message: int) -> int:
        """Return the label: the type does not send this message, or could send nothing better."""
        return 1 << (kind * len(self.messages) + message)

    def gives(self, message: int, reply: int) -> int:
        """Return the label: the reply is not given, or nothing is better."""
        return 1 << (len(self.types) * len(self.messages) + self.pairs.index((message, reply)))

    @property
    def labels(self) -> int:
        """All labels."""
        return (1 << (len(self.types) * len(self.messages) + len(self.pairs))) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A product of two polytopes of equilibria: what is sent and believed, times what is replied."""

    #: The messages that have positive probability, except where the polytope says that one has none.
    sent: tuple[int, ...]
    #: The labels that what is sent and believed has to carry: this is not sent, that reply is best.
    before: int
    after: int  #: the labels that the replies have to carry: this is not given, that message is best
    component: int  #: families with the same number hang together


@dataclass(frozen=True, slots=True)
class _Corner:
    """A corner of what is sent and believed: its labels, and the messages that would be sent and are not."""

    labels: int
    idle: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Product:
    """A maximal product: its corners on either side, by number, for one set of messages sent."""

    sent: tuple[int, ...]
    sends: frozenset[int]
    replies: frozenset[int]


def families_of(game: Signalling, budget: Budget) -> tuple[Family, ...]:
    """Find all perfect Bayesian equilibria of a signalling game.

    Raises
    ------
    OutOfStepsError
        If the budget ends.
    """
    replies = _reply_corners(game, budget)
    beliefs = {m: _belief_corners(game, m, budget) for m in game.messages}
    corners: dict[tuple[int, ...], list[_Corner]] = {}
    products: list[_Product] = []
    # Every set of messages that may be sent is a case of its own: beliefs after the others are free.
    for count in range(1, len(game.messages) + 1):
        for sent in combinations(game.messages, count):
            corners[sent] = list(_send_corners(game, sent, beliefs, budget))
            products += _products(game, sent, corners[sent], replies, budget)
    groups = _groups(game, products, corners, replies)
    return tuple(
        Family(
            sent=part.sent,
            before=_left_open(game, (replies[y] for y in part.replies)),
            after=_left_open(game, (corners[part.sent][x].labels for x in part.sends)),
            component=group,
        )
        for part, group in zip(products, groups, strict=True)
    )


def _left_open(game: Signalling, masks: Iterable[int]) -> int:
    """Return the labels that some corner does not carry, so that the other side has to."""
    return reduce(int.__and__, masks) ^ game.labels


def _scaled(table: Table) -> list[list[list[int]]]:
    """Write payoffs as whole numbers, none negative; neither scale nor shift moves an equilibrium."""
    values = [value for row in table for cell in row for value in cell]
    scale, least = lcm(*(value.denominator for value in values)), min(values)
    return [[[int((value - least) * scale) for value in cell] for cell in row] for row in table]


def _reply_corners(game: Signalling, budget: Budget) -> list[int]:
    """Return the labels at the corners of the replies with the envelope of each type's payoffs."""
    pay, pairs, kinds = _scaled(game.sender), game.pairs, len(game.types)
    # The replies, each type's envelope, and one coordinate that makes the polyhedron a cone.
    width = len(pairs) + kinds + 1
    equations = [[*(int(m == message) for m, _ in pairs), *[0] * kinds, -1] for message in game.messages]
    inequalities = [
        [
            *(-pay[t][m][r] if m == message else 0 for m, r in pairs),
            *(int(t == kind) for kind in game.types),
            0,
        ]
        for t in game.types
        for message in game.messages
    ]
    rays = rays_of(width, equations, inequalities, budget)
    # At height zero rays are directions, in which only an envelope grows: no corners.
    return [_reply_labels(game, ray, width) for ray in rays if ray.point[-1]]


def _reply_labels(game: Signalling, ray: Ray, width: int) -> int:
    """Say which replies are not given at a corner, and which messages are best."""
    idle = sum(game.gives(*pair) for k, pair in enumerate(game.pairs) if ray.tight >> k & 1)
    return idle | ray.tight >> width  # the inequalities stand in the order of the labels


def _belief_corners(game: Signalling, message: int, budget: Budget) -> list[int]:
    """Return the labels at the corners of the beliefs with the envelope of the replies' payoffs."""
    pay, kinds = _scaled(game.receiver), len(game.types)
    rays = rays_of(
        kinds + 2,
        [[*[1] * kinds, 0, -1]],
        [[*(-pay[t][message][r] for t in game.types), 1, 0] for r in game.replies(message)],
        budget,
    )
    return [
        sum(game.gives(message, r) for r in game.replies(message) if ray.tight >> (kinds + 2 + r) & 1)
        for ray in rays
        if ray.point[-1]
    ]


def _send_corners(
    game: Signalling,
    sent: tuple[int, ...],
    beliefs: dict[int, list[int]],
    budget: Budget,
) -> Iterator[_Corner]:
    """Yield the corners of what is sent, times those of the beliefs after what is not."""
    pay = _scaled(game.receiver)
    scale = lcm(*(chance.denominator for chance in game.prior))
    chances = [int(chance * scale) for chance in game.prior]
    # A type without a chance may send anything: nobody's belief changes by it.
    coordinates = [(t, m) for t in game.types for m in game.messages if m in sent or not chances[t]]
    width = len(coordinates) + len(sent) + 1
    heard = [(m, r) for m in sent for r in game.replies(m)]
    rays = rays_of(
        width,
        [[*(int(t == kind) for t, _ in coordinates), *[0] * len(sent), -1] for kind in game.types],
        [
            [
                *(-chances[t] * pay[t][m][r] if m == message else 0 for t, m in coordinates),
                *(int(m == message) for m in sent),
                0,
            ]
            for message, r in heard
        ],
        budget,
    )
    absent = [(t, m) for t in game.types for m in game.messages if (t, m) not in coordinates]
    never = sum(game.sends(*pair) for pair in absent)
    silent = [m for m in game.messages if m not in sent]
    for ray in rays:
        if not ray.point[-1]:
            continue
        labels = never + sum(game.sends(*pair) for k, pair in enumerate(coordinates) if ray.tight >> k & 1)
        labels += sum(game.gives(*pair) for k, pair in enumerate(heard) if ray.tight >> (width + k) & 1)
        # A corner may lie on the rim, where a message of the set has no probability; a product counts if
        # somewhere between its corners each is sent.
        used = {m for (t, m), x in zip(coordinates, ray.point, strict=False) if x and chances[t]}
        for chosen in product(*(beliefs[m] for m in silent)):
            budget.spend()
            yield _Corner(
                labels=labels + sum(chosen),
                idle=frozenset(sent) - used,
            )


def _products(
    game: Signalling, sent: tuple[int, ...], sends: Sequence[_Corner], replies: Sequence[int], budget: Budget
) -> Iterator[_Product]:
    """Yield the maximal products of corners that fit, at which each of the messages can be sent."""
    edges = [
        (x, y)
        for x, corner in enumerate(sends)
        for y, labels in enumerate(replies)
        # Complementarity: every label is carried on one of the two sides.
        if corner.labels | labels == game.labels
    ]
    budget.spend(1 + len(edges))
    # A product of hulls is made of equilibria exactly if all pairs of its corners are.
    found = maximal_bicliques(edges, budget)
    if found is None:
        # The budget ended there without an error, and is to end here by one, as everywhere.
        budget.spend(budget.left + 1)
    for members in found or ():
        part = _Product(
            sent, frozenset(edges[e][0] for e in members), frozenset(edges[e][1] for e in members)
        )
        if _lively(sends[x] for x in part.sends):
            yield part


def _lively(corners: Iterable[_Corner]) -> bool:
    """Whether between some corners every message is sent."""
    return not frozenset[int].intersection(*(corner.idle for corner in corners))


def _groups(
    game: Signalling,
    products: Sequence[_Product],
    corners: dict[tuple[int, ...], list[_Corner]],
    replies: Sequence[int],
) -> list[int]:
    """Give the products of each connected component a number of their own.

    Two products with the same messages sent have a point in common if they share a corner on either side and
    the shared ones send every message. Where a message's probability goes to zero, the limit belongs to a
    product without it.
    """
    group = list(range(len(products)))

    def join(a: int, b: int) -> None:
        old, new = group[a], group[b]
        if old != new:
            group[:] = [new if g == old else g for g in group]

    for a, one in enumerate(products):
        for b, other in enumerate(products[:a]):
            if one.sent == other.sent and one.replies & other.replies:
                shared = one.sends & other.sends
                if shared and _lively(corners[one.sent][x] for x in shared):
                    join(a, b)
        for b in _limits(game, one, products, corners, replies):
            join(a, b)
    numbers = {g: k for k, g in enumerate(dict.fromkeys(group))}
    return [numbers[g] for g in group]


def _limits(
    game: Signalling,
    one: _Product,
    products: Sequence[_Product],
    corners: dict[tuple[int, ...], list[_Corner]],
    replies: Sequence[int],
) -> Iterator[int]:
    """Yield the products that hold what this one tends to where messages cease to be sent."""
    needed = _left_open(game, (replies[y] for y in one.replies))
    for idle in {corners[one.sent][x].idle for x in one.sends} - {frozenset()}:
        left = tuple(m for m in one.sent if m not in idle)
        limits = {x for x, corner in enumerate(corners[left]) if corner.labels & needed == needed}
        for b, other in enumerate(products):
            if other.sent == left and one.replies <= other.replies and limits <= other.sends:
                yield b
