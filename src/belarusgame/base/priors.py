"""How likely each combination of types is: a prior, independent or joint, read exactly."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from numbers import Rational
from typing import Any, TypeAlias, cast

from belarusgame.base.guards import is_mapping, is_sequence, plain_text
from belarusgame.base.labels import PROBABILITY_TOLERANCE
from belarusgame.base.payoffs import as_array
from belarusgame.base.settings import finite_number, option, refused
from belarusgame.base.written import read_number
from belarusgame.errors import GameError, quoted

#: One type a player, in the players' order.
Combination: TypeAlias = tuple[str, ...]

#: Where a prior is of another kind, and where its numbers do not make an array.
_RULE = (
    "must be {player: {type: probability}} for independent types, or an array or a mapping with a "
    "probability for each combination of types"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """The probabilities of types."""

    joint: Mapping[Combination, Fraction]  #: for every combination
    marginals: tuple[Mapping[str, Fraction], ...]  #: for every player the probability of each type

    @property
    def independent(self) -> bool:
        """Whether the joint probabilities are the products of the players' own."""
        return all(
            chance == prod((own[name] for own, name in zip(self.marginals, key, strict=True)), start=1)
            for key, chance in self.joint.items()
        )


def prior_of(
    players: Sequence[str], types: Sequence[Sequence[str]], typed: Sequence[str], prior: Any
) -> Prior:
    """Read a prior in any of its forms; see :class:`~belarusgame.bayesian_game.BayesianGame`."""
    kinds = {player: types[players.index(player)] for player in typed}
    if is_mapping(prior) and all(isinstance(key, str) for key in prior):
        joint = _product(players, types, kinds, prior)
    else:
        joint = chances_of("prior", _joint(kinds, prior), list(itertools.product(*kinds.values())))
    places = [players.index(player) for player in typed]
    whole = {key: joint[tuple(key[place] for place in places)] for key in itertools.product(*types)}
    marginals = tuple(
        {name: sum((p for key, p in whole.items() if key[place] == name), Fraction(0)) for name in own}
        for place, own in enumerate(types)
    )
    return Prior(joint=whole, marginals=marginals)


def _product(
    players: Sequence[str],
    types: Sequence[Sequence[str]],
    kinds: Mapping[str, Sequence[str]],
    prior: Mapping[str, Any],
) -> dict[Combination, Fraction]:
    """Read the probabilities of independent types, and multiply them."""
    own: dict[str, dict[str, Fraction]] = {}
    for player, given in prior.items():
        option("prior: player", player, players)
        own[player] = chances_of(f"prior of {player}", given, list(types[players.index(player)]))
    missing = [player for player in kinds if player not in own]
    if missing:
        raise GameError(f"prior: says nothing of {', '.join(missing)}; give a probability for each type")
    return {
        key: prod((own[player][name] for player, name in zip(kinds, key, strict=True)), start=Fraction(1))
        for key in itertools.product(*kinds.values())
    }


def _joint(kinds: Mapping[str, Sequence[str]], prior: Any) -> Mapping[Any, Any]:
    """Read the probabilities of combinations, given as a mapping or an array."""
    if is_mapping(prior):
        return prior
    if not is_sequence(prior):
        raise GameError(f"prior = {quoted(prior)}: {_RULE}")
    array = as_array(prior, f"prior: {_RULE}")
    shape = tuple(map(len, kinds.values()))
    if array.shape != shape:
        raise GameError(
            f"prior of shape {array.shape}: must be {shape}, one axis for each player who has types"
        )
    keys = itertools.product(*kinds.values())
    return dict(zip(keys, array.ravel().tolist(), strict=True))


def chances_of(name: str, given: Any, keys: Sequence[Any]) -> dict[Any, Fraction]:
    """Read probabilities exactly; a float means its shortest decimal.

    Raises
    ------
    GameError
        If one is missing, is no number from 0 to 1, or if they do not sum to one.
    """
    if is_sequence(given) and len(given) == len(keys):
        given = dict(zip(keys, given, strict=True))
    if not is_mapping(given):
        raise refused(name, given, f"a probability for each of {', '.join(map(_named, keys))}")
    given = {_plain(name, key): value for key, value in given.items()}
    odd = [key for key in given if key not in keys]
    missing = [key for key in keys if key not in given]
    if odd or missing:
        wrong = f"knows no {_named(odd[0])}" if odd else f"says nothing of {_named(missing[0])}"
        raise GameError(f"{name}: {wrong}; give a probability for each of {', '.join(map(_named, keys))}")
    chances = {key: _chance(f"{name}: {_named(key)}", given[key]) for key in keys}
    # Floats may miss their sum by rounding, as thirds do; exact numbers have no such excuse.
    total = sum(chances.values(), Fraction(0))
    if total != 1 and not (
        any(isinstance(value, float) for value in given.values()) and abs(total - 1) <= PROBABILITY_TOLERANCE
    ):
        raise GameError(f"{name}: the probabilities sum to {float(total):.12g}, not to 1")
    # The total is 1, or misses it by the rounding of floats; either way the sum is exactly 1 from here on.
    return {key: chance / total for key, chance in chances.items()}


def _plain(name: str, key: Any) -> Any:
    """Return the name of a type, or a tuple of such names, as Python's own texts."""
    if isinstance(key, tuple):
        return tuple(_plain(name, part) for part in cast("tuple[Any, ...]", key))
    word = plain_text(key)
    if word is None:
        raise GameError(f"{name}: {quoted(key)} is not the name of a type")
    return word


def _named(key: Any) -> str:
    return " ".join(cast("tuple[str, ...]", key)) if isinstance(key, tuple) else str(key)[:60]


def _chance(name: str, value: Any) -> Fraction:
    if isinstance(value, str):
        number = read_number(value.strip())
    else:
        finite_number(name, value, 0.0, 1.0)
        # The shortest decimal: who writes 0.1 means a tenth, not the float nearest to it.
        number = Fraction(value) if isinstance(value, Rational) else Fraction(str(value))
    if not 0 <= number <= 1:
        raise refused(name, value, "a probability, from 0 to 1")
    return number
