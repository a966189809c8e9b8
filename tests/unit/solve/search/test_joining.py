"""Pieces of a search put together: what depends on others, or opens too much, is searched again."""

import numpy as np
import pytest

import belarusgame as bg
from belarusgame.solve.compared import compared
from belarusgame.solve.search import joining, stretches
from belarusgame.solve.search.by_stretches import SearchTask
from belarusgame.solve.search.joining import Joining, SearchPiece


def random_game(shape, seed):
    return bg.Game(np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape)))


class Run:
    """The pieces of a game, searched here in any order."""

    def __init__(self, game, *, max_cells=10**6, tolerance=1e-6):
        self.task = SearchTask(
            game=game,
            kept=compared(game.ordinal).kept,
            max_cells=max_cells,
            tolerance=tolerance,
            logged=True,
        )
        whole = self.task.prepared(max_cells)
        cut = stretches.cut_walk(whole.utility, whole.counts, max_cells)
        self.joining = Joining(cut, max_cells, self.task.search_whole)
        self.again = []

    def search(self, piece):
        piece.take(self.task.search_stretch(piece.stretch, self.task.max_cells))

    def search_all(self, *, last_first=False):
        """Search what is missing, joining as much as can be in between."""
        while not self.joining.ended:
            missing = [piece for piece in self.joining.needed() if piece.found is None]
            self.search(missing[-1 if last_first else 0])
            again = self.joining.advance()
            self.again += [] if again is None else [again]

    def findings(self):
        return self.joining.findings(self.task.kept, self.task.game.shape, (0,) * len(self.task.kept))

    def alone(self):
        return self.task.prepared(self.task.max_cells).run()


def bits(findings):
    arrays = [findings.events, findings.numbers, *findings.open_boxes, *findings.left_boxes]
    points = [(root.supports, root.kind, root.inverse.tobytes()) for root in findings.roots]
    return findings.cells, findings.supports, [array.tobytes() for array in arrays], points


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch):
    monkeypatch.setattr(stretches, "_WORK", 10.0)
    monkeypatch.setattr(stretches, "_CELLS", 1)


@pytest.mark.parametrize("last_first", [False, True])
@pytest.mark.parametrize("seed", [0, 4])
def test_pieces_in_any_order_are_one_search(seed, last_first):
    run = Run(random_game((3, 3, 3, 2), seed))
    run.search_all(last_first=last_first)
    assert bits(run.findings()) == bits(run.alone())


def centred(shape, seed):
    """Return a game in which all may play all strategies alike: cells that are halved meet in that root."""
    payoffs = np.random.default_rng(seed).uniform(-1, 1, (len(shape), *shape))
    for i, own in enumerate(payoffs):
        own -= own.mean(axis=tuple(j for j in range(len(shape)) if j != i), keepdims=True)
    return bg.Game(payoffs)


@pytest.mark.parametrize("seed", range(6))
def test_a_cell_that_a_root_of_another_piece_covers_is_searched_again(seed, monkeypatch):
    run = Run(centred((3, 3, 3), seed))
    run.search_all(last_first=True)
    assert run.again
    assert all(len(piece.stretch.begun.roots) for piece in run.again)
    alone = bits(run.alone())
    assert bits(run.findings()) == alone
    monkeypatch.setattr(joining, "_meets", lambda *arguments: False)
    careless = Run(centred((3, 3, 3), seed))
    careless.search_all(last_first=True)
    assert bits(careless.findings()) != alone


@pytest.mark.parametrize("last_first", [False, True])
def test_a_support_that_opens_too_many_cells_is_searched_as_a_whole(last_first):
    random = np.random.default_rng(0)
    payoffs = np.round(random.uniform(-1, 1, (3, 3, 3, 2)))
    run = Run(bg.Game(payoffs + 1e-9 * random.uniform(size=payoffs.shape)))
    run.search_all(last_first=last_first)
    (whole,) = (piece for piece in run.again if piece.stretch.begun is None)
    assert whole.stretch.supports > 0
    assert bits(run.findings()) == bits(run.alone())


def test_what_is_missing_is_everything_that_may_be_left():
    run = Run(random_game((3, 3, 3, 2), 4))
    run.joining.finish()
    nothing = run.findings()
    assert nothing.powers == (0, 0, 0, 0)
    assert nothing.cells == 0
    (left,) = nothing.left_boxes
    assert left.shape == (11, 2)


def test_pieces_that_the_budget_does_not_reach_are_not_needed():
    run = Run(random_game((3, 3, 3, 2), 4))
    run.joining = Joining([piece.stretch for piece in run.joining.ahead], 60, run.task.search_whole)
    pieces = list(run.joining.ahead)
    assert list(run.joining.needed()) == pieces  # as far as is known
    for piece in pieces:
        run.search(piece)
    needed = list(run.joining.needed())
    assert 0 < len(set(needed) & set(pieces)) < len(pieces)
    assert sum(piece.found.cells for piece in needed[:-1] if piece.found) < 60


def test_what_is_dropped_is_dropped_with_all_that_was_cut_out_of_it():
    run = Run(random_game((3, 3, 3, 2), 4))
    while not any(piece.rest for piece in run.joining.ahead):
        run.search(next(piece for piece in run.joining.ahead if piece.found is None))
    (parent,) = (piece for piece in run.joining.ahead if piece.rest)
    cut = parent.rest
    parent.search_again(parent.stretch)
    assert all(piece.dropped for piece in cut)
    assert not parent.dropped
    assert parent.found is None
    assert list(parent.walk()) == [parent]
    assert isinstance(parent, SearchPiece)


def test_a_log_is_renumbered_where_its_roots_have_other_numbers():
    events = np.array(
        [
            *(joining.LOG_SUPPORT, 7, 7, 7),
            *(joining.LOG_SPLIT, 7, 7, 7),
            *(joining.LOG_COVERED, 0),
            *(joining.LOG_SHRINK, 2, 7, 7, 3, 6, 6, 6),
            *(joining.LOG_EMPTY, 1, 7, 1, 6),
            *(joining.LOG_SHRINK, 0, 0),
            *(joining.LOG_COVERED, 1),
        ]
    )
    shifted = joining._renumbered(events, 3, [3, 9])
    assert np.flatnonzero(shifted != events).tolist() == [9, 27]
    assert shifted[[9, 27]].tolist() == [3, 9]
    assert joining._renumbered(events, 3, [0, 1]).tolist() == events.tolist()
