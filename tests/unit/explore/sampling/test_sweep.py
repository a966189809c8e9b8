import pickle
import threading
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from first_edition import first_edition

import belarusgame as bg
from belarusgame.explore import sweep

QUICK = {"logit": 0, "conventions": False}


def end(effects, weight):
    low, likely, high = weight
    made = [{"when": when, "adds": adds} for when, adds in effects]
    weight = {"low": low, "likely": likely, "high": high}
    return {"sentence": "s", "judgement": "j", "effects": made, "weight": weight}


UNIT = (0, 0.5, 1)


@pytest.fixture(scope="module")
def dilemma(make):
    """Each cooperates if and only if one uniform number exceeds twice another, a quarter of the square."""
    strategies = {"row": ["cooperate", "defect"], "column": ["cooperate", "defect"]}
    ends = {
        player: [
            end([({player: "defect"}, -1)], UNIT),
            end([({player: "defect"}, 2)], UNIT),
            end([({other: "defect"}, -3)], UNIT),
        ]
        for player, other in (("row", "column"), ("column", "row"))
    }
    return make(strategies, ends)


@pytest.fixture(scope="module")
def hunt(make):
    """Staying out is always an equilibrium; joining is one where one uniform number exceeds another."""
    strategies = {"row": ["out", "join"], "column": ["out", "join"]}
    ends = {
        player: [end([({"row": "join", "column": "join"}, 1)], UNIT), end([({player: "join"}, -1)], UNIT)]
        for player in strategies
    }
    return make(strategies, ends)


def test_the_share_of_cooperation_is_the_one_that_geometry_gives(dilemma):
    found = sweep(dilemma, 400_000, 3, concept="pure", distribution="uniform", **QUICK)
    one, both = found.share({"row": "cooperate"}), found.share({"row": "cooperate", "column": "cooperate"})
    for share, true in ((one, 1 / 4), (both, 1 / 16)):
        assert abs(share.every - true) < 4 * (true * (1 - true) / 400_000) ** 0.5
        assert share.every == share.some == share.least == share.greatest
        assert share.every_interval[0] < share.every < share.every_interval[1]
    given = found.given({"column": "cooperate"})
    assert given.draws == round(400_000 * found.share({"column": "cooperate"}).every)
    assert abs(given.share({"row": "cooperate"}).every - 1 / 4) < 0.01


def test_several_outcomes_hold_in_some_and_not_in_every(hunt):
    found = sweep(hunt, 100_000, 1, concept="pure", distribution="uniform", **QUICK)
    joining = found.share({"row": "join", "column": "join"})
    assert joining.every == 0
    assert joining.some == found.several == pytest.approx(1 / 4, abs=0.006)
    assert (joining.least, joining.greatest) == (0, joining.some)
    assert found.share({"row": "out"}).every == pytest.approx(3 / 4, abs=0.006)
    assert [row["outcomes"] for row in found.commonest().rows()] == ["out/out", "out/out | join/join"]
    assert found.share({"row": ["out", "join"]}).every == 1


def test_nash_counts_mixed_equilibria_with_their_probabilities(hunt):
    found = sweep(hunt, 600, 1, concept="nash", distribution="uniform", **QUICK)
    pure = sweep(hunt, 600, 1, concept="pure", distribution="uniform", **QUICK)
    both = {"row": "join", "column": "join"}
    assert found.share(both).some == pure.share(both).some
    assert found.undecided == 0
    assert any(tally[0].mixed for tally in found.counts)
    assert found.share({"row": "join"}).greatest == pure.share({"row": "join"}).greatest
    assert found.share(both).least is None  # not a single strategy, and not named
    named = sweep(hunt, 600, 1, concept="nash", distribution="uniform", events=[both], **QUICK)
    assert named.share(both).least == 0
    assert named.share(both).greatest == pure.share(both).greatest


def test_a_criterion_picks_among_several_equilibria(hunt):
    plain = sweep(hunt, 2000, 1, concept="pure", distribution="uniform", **QUICK)
    picked = sweep(hunt, 2000, 1, concept="pure", distribution="uniform", select="payoff_dominance", **QUICK)
    assert picked.several == 0
    assert picked.share({"row": "join"}).every == plain.share({"row": "join"}).some


def test_draws_without_an_outcome_and_undecided_ones_are_counted_apart(make):
    pennies = {
        "a": [end([({"a": "a1", "b": "b1"}, 1)], (0.5, 1, 2)), end([({"a": "a1"}, -1)], (0.25, 0.3, 0.4))],
        "b": [end([({"a": "a1", "b": "b1"}, -1)], (0.5, 1, 2)), end([({"b": "b1"}, 1)], (0.25, 0.3, 0.4))],
    }
    scenario = make({"a": ["a0", "a1"], "b": ["b0", "b1"]}, pennies, [["a", "b"]])
    pure = sweep(scenario, 100, 1, concept="pure", **QUICK)
    assert pure.none == 1
    assert pure.share({"a": "a1"}).every == pure.share({"a": "a1"}).some == 0
    assert pure.share({"a": "a1"}).least is None
    budget = sweep(scenario, 100, 1, concept="nash", max_exact=30, **QUICK)
    assert budget.undecided == 0.7
    assert "undecided in 0.7" in str(budget)
    share = budget.share({"a": "a1"})
    assert share.every == 0
    assert share.some == 0.3
    assert 0 < share.least < 0.3 < 0.7 < share.greatest < 1
    mixed = sweep(scenario, 30, 1, max_exact=None, **QUICK)
    assert mixed.undecided == 0
    assert mixed.share({"a": "a1"}).least == pytest.approx(mixed.share({"a": "a1"}).greatest)
    assert 0 < mixed.share({"a": "a1"}).least < 1


def test_fixing_a_player_removes_its_choice(ladder):
    found = sweep(ladder, 3000, 1, fix={"b": "b2"}, **QUICK)
    assert found.share({"b": "b2"}).every == 1
    assert found.labels.strategies[1] == ("b2",)
    free = sweep(ladder, 3000, 1, **QUICK)
    assert free.share({"b": "b2"}).every < 1


@pytest.mark.parametrize("chunk", [1, 5000, 10**6])
def test_the_result_does_not_depend_on_the_chunks(ladder, chunk):
    whole = sweep(ladder, 20_000, 5, logit=500, conventions=False)
    cut = sweep(ladder, 20_000, 5, logit=500, conventions=False, chunk=chunk)
    assert as_bytes(cut) == as_bytes(whole)


def as_bytes(found):
    """Everything that a sweep says, to the last bit."""
    sample = found.logit_sample
    logit = () if sample is None else (sample.found, sample.codes.tobytes(), sample.chances.tobytes())
    return [(f, t.count, t.least, t.greatest) for f, t in found.counts], logit


def test_more_draws_begin_with_the_same_ones(ladder):
    few = sweep(ladder, 5000, 5, keep="draws", **QUICK).frame
    more = sweep(ladder, 9000, 5, keep="draws", **QUICK).frame
    assert few.equals(more.iloc[:5000])


def test_the_frame_says_what_each_draw_has(ladder):
    found = sweep(ladder, 300, 2, keep="draws", **QUICK)
    frame = found.frame
    assert len(frame) == 300
    for number in (0, 17, 299):
        row = frame.iloc[number]
        kind = {"b": row["type b"]} if row["type b"] else {}
        game = ladder.game({c.key: row[c.key] for c in ladder.considerations}, {"tide": row["tide"]}, kind)
        solution = bg.solve.sequential_equilibria(game, ladder.order)
        least, greatest = solution.probability_range(ladder.question)
        assert row["status"] == solution.status
        if solution.status == "complete":
            assert (row["least b = b1 or b2"], row["greatest b = b1 or b2"]) == pytest.approx(
                (least, greatest)
            )
            assert row["number of outcomes"] == len(solution.outcomes)
    assert frame["least b = b2"].mean() == pytest.approx(found.share({"b": "b2"}).least)


def test_sobol_points_have_intervals_from_scramblings_that_are_narrower(dilemma):
    sobol = sweep(dilemma, 16 * 1024, 1, concept="pure", distribution="uniform", points="sobol", **QUICK)
    random = sweep(dilemma, 16 * 1024, 1, concept="pure", distribution="uniform", **QUICK)
    even, rough = sobol.share({"row": "cooperate"}), random.share({"row": "cooperate"})
    assert even.every_interval[0] < 1 / 4 < even.every_interval[1]
    width = [share.every_interval[1] - share.every_interval[0] for share in (even, rough)]
    assert 0 < width[0] < width[1] / 2


def test_intervals_cover_the_true_share_about_as_often_as_they_say(dilemma):
    covered = 0
    for seed in range(150):
        low, high = (
            sweep(dilemma, 300, seed, concept="pure", distribution="uniform", **QUICK)
            .share({"row": "cooperate"})
            .every_interval
        )
        covered += low <= 1 / 4 <= high
    assert 0.90 <= covered / 150 <= 0.99


@pytest.mark.parametrize("concept", ["sequential", "pure"])
def test_the_logit_mean_is_that_of_the_games_drawn(ladder, concept):
    found = sweep(ladder, 40, 4, concept=concept, keep="draws", logit=25, conventions=False)
    share = found.share({"b": "b1"})
    assert share.logit_draws == 25
    chances = []
    for number in range(25):
        row = found.frame.iloc[number]
        kind = {"b": row["type b"]} if row["type b"] else {}
        game = ladder.game({c.key: row[c.key] for c in ladder.considerations}, {"tide": row["tide"]}, kind)
        if concept == "sequential":  # players who err move in turn where the reading is sequential
            point = bg.solve.sequential_logit(game, ladder.order, row["rationality"])
        else:
            point = bg.solve.logit_equilibrium(game, rationality=row["rationality"]).outcomes[0]
        chances.append(point.probability({"b": "b1"}))
    assert share.logit == pytest.approx(np.mean(chances), abs=1e-6)
    low, high = share.logit_interval
    assert low <= share.logit <= high
    given = found.given({"d": "d0"})
    assert given.share({"b": "b1"}).logit_draws <= 25


def test_other_conventions_are_swept_too():
    found = sweep(first_edition(), 4000, 1, logit=0)
    table = found.conventions()
    assert list(table.shares) == ["as coded", "likely weights 1", "sizes 1, 2, 4", "sizes 1, 3, 9"]
    assert table.shares["as coded"].every == found.share({"lukashenko": "join"}).every
    assert table.shares["sizes 1, 3, 9"].every > table.shares["as coded"].every
    with pytest.raises(bg.GameError, match="conventions=True"):
        sweep(first_edition(), 10, **QUICK).conventions()


def test_conventions_change_only_what_they_say():
    from belarusgame.explore.sampling.conventions import other_conventions

    scenario = first_edition()
    made = other_conventions(scenario)
    assert {c.weight.likely for c in made["likely weights 1"].considerations} == {1}
    assert [c.weight.low for c in made["likely weights 1"].considerations] == [
        c.weight.low for c in scenario.considerations
    ]
    sizes = {"sizes 1, 2, 4": {1: 1, 2: 2, 3: 4}, "sizes 1, 3, 9": {1: 1, 2: 3, 3: 9}}
    for name, map_ in sizes.items():
        for old, new in zip(scenario.considerations, made[name].considerations, strict=True):
            assert old.weight == new.weight
            for before, after in zip(old.effects, new.effects, strict=True):
                assert after.adds == (1 if before.adds > 0 else -1) * map_[abs(before.adds)]


def test_records_print_in_words_and_pickle(ladder):
    found = sweep(ladder, 500, 1, logit=50)
    again = pickle.loads(pickle.dumps(found))
    assert as_bytes(again) == as_bytes(found)
    assert str(again) == str(found)
    assert "Share of 500 draws (sequential" in str(found)
    assert "probability of" not in str(found).lower() + str(found.share({"b": "b1"})).lower()
    assert len(found.to_frame()) == 10
    assert "b = b1 or b2, in 500 draws" in str(found.share({"b": ["b1", "b2"]}))
    assert "b = b1 or b2: share of draws under other conventions" in str(found.conventions())
    nothing = found.given({"a": "a0"}).given({"a": "a1"})
    assert nothing.draws == 0
    assert np.isnan(nothing.share({"b": "b1"}).every)


def test_a_bar_is_shown_only_on_a_terminal_or_on_request(ladder, capsys):
    sweep(ladder, 100, **QUICK)
    assert capsys.readouterr() == ("", "")
    sweep(ladder, 100, progress=True, **QUICK)
    printed, shown = capsys.readouterr()
    assert (printed, "draws" in shown) == ("", True)


class Elsewhere:
    """An executor that runs each call in a thread of its own, and counts them."""

    def __init__(self, fail_at=None):
        self.calls, self.fail_at, self.threads = 0, fail_at, set()

    def submit(self, function, *arguments):
        self.calls += 1
        future = Future()
        if self.calls == self.fail_at:
            future.set_exception(BrokenProcessPool("a process died"))
            return future
        future.set_running_or_notify_cancel()  # what runs cannot be cancelled, as in any real executor

        def work():
            self.threads.add(threading.get_ident())
            future.set_result(function(*arguments))

        threading.Thread(target=work).start()
        return future


def test_anything_with_submit_will_do(ladder):
    executor = Elsewhere()
    found = sweep(ladder, 20_000, 5, chunk=4096, executor=executor, **QUICK)
    assert executor.calls == 5
    assert as_bytes(found) == as_bytes(sweep(ladder, 20_000, 5, **QUICK))


def test_a_broken_executor_loses_no_finished_chunk(ladder, tmp_path):
    store = tmp_path / "run.sqlite"
    with pytest.raises(
        bg.BelarusGameError, match=r"the executor failed \(BrokenProcessPool: a process died\)"
    ):
        sweep(ladder, 20_000, 5, chunk=4096, executor=Elsewhere(fail_at=4), store=store, **QUICK)
    executor = Elsewhere()
    found = sweep(ladder, 20_000, 5, chunk=4096, executor=executor, store=store, **QUICK)
    assert executor.calls == 2
    assert as_bytes(found) == as_bytes(sweep(ladder, 20_000, 5, **QUICK))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"draws": 0}, "draws = 0: must be a whole number, 1 or more"),
        ({"draws": -5}, "draws = -5"),
        ({"draws": 1e6}, "draws = 1000000.0: must be a whole number"),
        ({"draws": True}, "draws = true"),
        ({"seed": "one"}, 'seed = "one"'),
        ({"concept": "mixed"}, 'concept "mixed" is not one of sequential, pure, nash'),
        ({"fix": {"e": "b1"}}, 'player "e" is not one of a, b, c, d'),
        ({"fix": {"b": "b9"}}, 'strategy "b9" is not one of b0, b1, b2'),
        ({"fix": {"b": ["b1", "b2"]}}, "fix: b: [b1"),
        ({"fix": "b1"}, 'fix = "b1": must be a mapping'),
        ({"events": [{"b": "b9"}]}, 'strategy "b9"'),
        ({"events": {"b": "b1"}}, "events = {b = "),
        ({"select": "nash_product"}, "criteria pick among equilibria, not sequential outcomes"),
        ({"select": "beauty", "concept": "pure"}, "beauty"),
        ({"executor": print}, "has no submit(); give a concurrent.futures pool or dask's Client"),
        ({"keep": "all"}, 'keep "all" is not one of draws'),
        ({"confidence": 1.0}, "confidence = 1.0: must be a number between 0 and 1"),
        ({"chunk": 0}, "chunk = 0"),
        ({"logit": -1}, "logit = -1"),
        ({"max_exact": -1}, "max_exact = -1"),
        ({"store": 5}, "store = 5: must be the path of a file"),
    ],
)
def test_refuses(ladder, settings, message):
    with pytest.raises(bg.BelarusGameError) as error:
        sweep(ladder, **({"draws": 10} | QUICK | settings))
    assert message in str(error.value).replace('"b1", "b2"', "b1")


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ({"e": "b1"}, 'player "e" is not one of a, b, c, d'),
        ({"b": "b9"}, 'b: strategy "b9" is not one of b0, b1, b2'),
        ({"b": []}, "neither a strategy nor"),
        ("b1", '"b1"'),
    ],
)
def test_refuses_events_that_make_no_sense(ladder, event, message):
    found = sweep(ladder, 10, **QUICK)
    for ask in (found.share, found.given):
        with pytest.raises(bg.GameError, match=message):
            ask(event)


def test_a_range_that_falls_is_refused_and_one_of_zero_width_is_fixed(ladder):
    first, *rest = ladder.considerations
    for low, high in ((1, 0.5), (0.75, 0.75)):
        weight = replace(first.weight, low=Fraction(low), likely=Fraction("0.75"), high=Fraction(high))
        other = replace(ladder, considerations=(replace(first, weight=weight), *rest))
        if low > high:
            with pytest.raises(bg.GameError, match=r"a.k0: low = 1, likely = 0.75, high = 0.5: must rise"):
                sweep(other, 10, **QUICK)
        else:
            assert sweep(other, 10, keep="draws", **QUICK).frame["a.k0"].unique().tolist() == [0.75]


def test_sequential_needs_an_order(dilemma):
    with pytest.raises(bg.GameError, match="no order of moves"):
        sweep(dilemma, 10, concept="sequential", **QUICK)
    assert sweep(dilemma, 10, **QUICK).concept == "nash"


@pytest.mark.parametrize("draws", [10**12 + 1, 99999999999999999999])
def test_more_draws_than_say_anything_are_refused(ladder, draws):
    with pytest.raises(bg.GameError, match=r"^draws = \d+: must be at most 1,000,000,000,000; the shares"):
        sweep(ladder, draws)


@pytest.mark.parametrize("noted", [{"keep": "draws"}, {"logit": 10**12}])
def test_no_more_draws_are_noted_than_memory_holds(ladder, noted):
    with pytest.raises(bg.GameError, match="noted one by one, by keep or logit; at most"):
        sweep(ladder, 10**12, **noted)


def test_a_scrambling_has_no_more_points_than_its_bits_tell_apart(ladder):
    with pytest.raises(bg.GameError, match=r"has at most 2\^32 Sobol points"):
        sweep(ladder, 16 * 2**33, points="sobol")
