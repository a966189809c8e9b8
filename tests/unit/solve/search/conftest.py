"""What the tests of the search share: its functions as plain Python."""

import importlib
import sys
from types import SimpleNamespace

import numba
import numpy as np
import pytest

import belarusgame.solve
from belarusgame.solve.recheck.exact_cells import fractions, whole_cell

PACKAGE = "belarusgame.solve.search"
MODULES = (
    *("cells", "contraction", "elimination", "lanes", "layout", "least_squares", "multipliers"),
    *("roots", "search", "supports", "workspace"),
)


def forget():
    """Return the search's modules that are loaded, and have Python load them anew when they are asked for."""
    return {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(PACKAGE)}


@pytest.fixture(scope="session")
def plain():
    """Return modules of the search that were loaded without compiling: their inner functions can be called.

    Compiled, most functions can be called by compiled functions only. The modules that everybody else sees
    stay as they are.
    """
    attribute = getattr(belarusgame.solve, "search", None)
    compiled, numba.config.DISABLE_JIT = forget(), True
    try:
        return SimpleNamespace(**{name: importlib.import_module(f"{PACKAGE}.{name}") for name in MODULES})
    finally:
        numba.config.DISABLE_JIT = False
        forget()
        sys.modules.update(compiled)
        if attribute is None:
            del belarusgame.solve.search
        else:
            belarusgame.solve.search = attribute


@pytest.fixture(scope="session")
def laid_out(plain):
    """Return what lays out the cell of a support: as the search does it, and in exact numbers."""

    def lay_out(payoffs, support):
        counts = np.array(payoffs.shape[1:])
        sizes = np.array([len(inside) for inside in support])
        memory = plain.workspace.make_memory(counts)
        memory.numbers[:], memory.integers[:] = np.nan, 7  # as if left by another support
        strategies = np.zeros((len(counts), counts.max()), dtype=np.int64)
        for i, inside in enumerate(support):
            outside = [a for a in range(counts[i]) if a not in inside]
            strategies[i, : counts[i]] = [*inside, *outside]
        geometry = plain.workspace.set_out_support(counts, sizes, memory)
        work, used = plain.workspace.set_out_work(geometry.plan, geometry.own, memory.numbers)
        trial = plain.workspace.set_out_trial(geometry.plan, memory.numbers, used)
        utility = np.stack([np.moveaxis(part, i, 0).ravel() for i, part in enumerate(payoffs)])
        plain.layout.take_rows(utility, strategies, geometry.plan, geometry.own, geometry.facets, work.whole)
        corners = np.full(geometry.plan[plain.layout.CORNER, -1], 7.0)
        plain.layout.unit_corners(geometry.plan, corners)
        return SimpleNamespace(
            counts=counts,
            sizes=sizes,
            geometry=geometry,
            plan=geometry.plan,
            work=work,
            trial=trial,
            rows=work.whole.copy(),
            corners=corners,
            exact=whole_cell(fractions(payoffs), support),
        )

    return lay_out


@pytest.fixture(scope="session")
def split_rows():
    """Return what cuts the rows of a cell into one table a player, as the exact check has them."""

    def split(laid, rows):
        ends = np.cumsum([part.size for part in laid.exact.rows])
        return [
            part.reshape(table.shape)
            for part, table in zip(np.split(rows, ends[:-1]), laid.exact.rows, strict=True)
        ]

    return split


@pytest.fixture(scope="session")
def with_an_equilibrium():
    """Return what makes payoffs by which a mixture leaves all indifferent, and that mixture."""

    def made(counts, support, seed=9):
        rng = np.random.default_rng(seed)
        payoffs = rng.uniform(-1, 1, (len(counts), *counts))
        mixtures = [np.zeros(count) for count in counts]
        for mixture, inside in zip(mixtures, support, strict=True):
            mixture[inside] = rng.dirichlet(np.full(len(inside), 3.0))
        for i in range(len(counts)):
            earned = np.moveaxis(payoffs[i], i, -1)
            for mixture in (mixtures[j] for j in range(len(counts)) if j != i):
                earned = np.tensordot(mixture, earned, axes=1)
            payoffs[i] -= np.expand_dims(earned, [j for j in range(len(counts)) if j != i])
        return payoffs, mixtures

    return made


def labels(mask):
    return [a for a in range(10) if mask >> a & 1]


def after_dominance(payoffs, allowed, chosen):
    """Delete dominated strategies of the players who have not chosen, one a time; None if a chosen one is."""
    allowed = [set(part) for part in allowed]
    again = True
    while again:
        again = False
        for i, a in [(i, a) for i, part in enumerate(allowed) for a in sorted(part)]:
            index = [sorted(part) for part in allowed]
            index[i] = list(range(payoffs.shape[i + 1]))
            own = np.moveaxis(payoffs[i][np.ix_(*index)], i, 0).reshape(payoffs.shape[i + 1], -1)
            if a in allowed[i] and any((own[b] > own[a]).all() for b in range(len(own))):
                if i < chosen:
                    return None
                allowed[i].discard(a)
                again = True
                if not allowed[i]:
                    return None
    return allowed


def draw(shape, seed):
    return np.random.default_rng([seed, *shape]).integers(0, 7, (len(shape), *shape)).astype(float)


def lines(payoffs):
    return np.stack([np.moveaxis(part, i, 0).ravel() for i, part in enumerate(payoffs)])


@pytest.fixture(scope="session")
def by_hand():
    """Return strict dominance as one would do it by hand, and what lays out payoffs for the compiled one."""
    return SimpleNamespace(after_dominance=after_dominance, draw=draw, labels=labels, lines=lines)
