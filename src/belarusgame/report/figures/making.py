"""The figures by name, and which of them shows which record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from belarusgame.base.settings import flag, option, refused
from belarusgame.errors import GameError
from belarusgame.explore import LeavingOut, RegionMap, Sensitivity, Structures, Sweep, TippingPoint
from belarusgame.game import Game
from belarusgame.outcome import Outcome
from belarusgame.report.audit import Audit
from belarusgame.report.explanation import Explanation
from belarusgame.report.figures.backtest import BacktestChart
from belarusgame.report.figures.basis import BasisChart
from belarusgame.report.figures.best_replies import BestRepliesChart
from belarusgame.report.figures.carriers import CarriersChart
from belarusgame.report.figures.chart import Chart
from belarusgame.report.figures.margins import MarginsChart
from belarusgame.report.figures.matrix import MatrixChart, checked_for_two
from belarusgame.report.figures.mistakes import MistakesChart, TriangleChart, three_of
from belarusgame.report.figures.months import MonthsChart
from belarusgame.report.figures.naming import naming
from belarusgame.report.figures.play import PlayChart
from belarusgame.report.figures.regions import RegionsChart
from belarusgame.report.figures.sensitivity import SensitivityChart
from belarusgame.report.figures.shares import SharesChart
from belarusgame.report.figures.signals import SignalsChart
from belarusgame.report.figures.structures import StructuresChart
from belarusgame.report.figures.walk import WalkChart
from belarusgame.simulate import BackTest, Campaign
from belarusgame.solve.bayesian import PerfectBayesianSolution
from belarusgame.solve.logit import LogitPath

if TYPE_CHECKING:
    from belarusgame.base.tables import Tabular


def play(outcome: Outcome, *, scenario: Any = None) -> Chart:
    """Draw who does what, and what each other action would have led to.

    Parameters
    ----------
    outcome : Outcome
        One with a plan is drawn in the order of moves; of any other one the chances of every strategy.
    scenario : Scenario, optional
        For the names; without it, the keys are shown.

    Raises
    ------
    GameError
        If the scenario has other players or strategies.

    Examples
    --------
    >>> import belarusgame as bg
    >>> scenario = bg.load_scenario("belarus-2022")
    >>> solution = bg.solve.sequential_equilibria(scenario.game(), order=scenario.order)
    >>> chart = bg.report.figures.play(solution.outcomes[0], scenario=scenario)
    >>> [row["player"] for row in chart.rows() if row["probability"] == 1]
    ['china', 'putin', 'lukashenko', 'west']
    """
    record = _checked("outcome", outcome, Outcome)
    return PlayChart(outcome=record, words=naming(scenario, record.labels))


def margins(explanation: Explanation, *, scenario: Any = None) -> Chart:
    """Draw what speaks for and against every choice, by consideration.

    Parameters
    ----------
    explanation : Explanation
        From :func:`belarusgame.report.explain`.
    scenario : Scenario, optional
        For the names of considerations.
    """
    return MarginsChart(explanation=_checked("explanation", explanation, Explanation), words=naming(scenario))


def matrix(game: Game, *, scenario: Any = None) -> Chart:
    """Draw the payoffs of two players as a table.

    Parameters
    ----------
    game : Game
        With two players; :meth:`belarusgame.Game.fix` leaves two of more.
    scenario : Scenario, optional
        For the names.

    Raises
    ------
    GameError
        If there are not two players.
    """
    return MatrixChart(game=checked_for_two(_checked("game", game, Game)), words=naming(scenario))


def shares(sweep: Sweep, *, scenario: Any = None) -> Chart:
    """Draw in what share of the draws each strategy comes out."""
    record = _checked("sweep", sweep, Sweep)
    return SharesChart(sweep=record, words=naming(scenario, record.labels))


def structures(found: Structures, *, scenario: Any = None) -> Chart:
    """Draw how the answer moves with every modelling choice that is no number."""
    return StructuresChart(found=_checked("found", found, Structures), words=naming(scenario))


def basis(audit: Audit, *, scenario: Any = None) -> Chart:
    """Draw how each number is known: asserted by a claim, inferred, or judged."""
    return BasisChart(audit=_checked("audit", audit, Audit), words=naming(scenario))


def walk(tipping: TippingPoint, *, scenario: Any = None) -> Chart:
    """Draw what must move, and which choices turn on the straight way there."""
    record = _checked("tipping", tipping, TippingPoint)
    own = None if record.at is None else record.at.scenario
    words = naming(own if scenario is None else scenario, None if own is None else own.labels)
    return WalkChart(tipping=record, words=words)


def regions(map: RegionMap, *, scenario: Any = None) -> Chart:  # noqa: A002 - it is one
    """Draw which outcome holds where in the plane of two assumptions."""
    record = _checked("map", map, RegionMap)
    own = record.scenario
    return RegionsChart(map=record, words=naming(own if scenario is None else scenario, own.labels))


def sensitivity(found: Sensitivity, *, scenario: Any = None) -> Chart:
    """Draw with which inputs and claims the answer varies."""
    return SensitivityChart(found=_checked("found", found, Sensitivity), words=naming(scenario))


def carriers(without: LeavingOut, *, scenario: Any = None) -> Chart:
    """Draw which claims somebody's choice hangs on."""
    return CarriersChart(without=_checked("without", without, LeavingOut), words=naming(scenario))


def mistakes(
    path: LogitPath, *, scenario: Any = None, player: str | None = None, as_triangle: bool = False
) -> Chart:
    """Draw what players do who make fewer and fewer mistakes.

    Parameters
    ----------
    path : LogitPath
        From :func:`belarusgame.solve.logit_path`.
    scenario : Scenario, optional
        For the names, and for the range of rationality, which is shaded.
    player : str, optional
        Who is shown; by default everybody, and in a triangle the first who has three strategies.
    as_triangle : bool
        Whether to draw the three strategies of one player as the corners of a triangle.

    Raises
    ------
    GameError
        For an unknown player, or for a triangle of a player who has not three strategies.
    """
    record = _checked("path", path, LogitPath)
    words = naming(scenario, record.labels)
    known = record.labels.players
    shown = known if player is None else (option("player", player, known),)
    if flag("as_triangle", as_triangle):
        return TriangleChart(path=record, words=words, players=(three_of(record, player),))
    return MistakesChart(path=record, words=words, players=shown)


def months(campaign: Campaign, *, scenario: Any = None) -> Chart:
    """Draw how likely an event is by each month, with other lengths of a move beside it, and the drivers.

    Parameters
    ----------
    campaign : Campaign
        From :func:`belarusgame.simulate.campaign`.
    scenario : Scenario, optional
        For the names; by default the campaign's own.
    """
    record = _checked("campaign", campaign, Campaign)
    own = record.scenario
    return MonthsChart(campaign=record, words=naming(own if scenario is None else scenario, own.labels))


def backtest(found: BackTest, *, scenario: Any = None) -> Chart:
    """Draw the forecasts of each outcome beside what happened and what others had said.

    Parameters
    ----------
    found : BackTest
        From :func:`belarusgame.simulate.backtest`.
    scenario : Scenario, optional
        For the names; by default the back-test's own.
    """
    record = _checked("found", found, BackTest)
    own = record.campaign.scenario
    return BacktestChart(found=record, words=naming(own if scenario is None else scenario, own.labels))


def signals(found: PerfectBayesianSolution, *, scenario: Any = None) -> Chart:
    """Draw what each type does, and what the others then believe, with all beliefs that support it.

    Parameters
    ----------
    found : PerfectBayesianSolution
        From :func:`belarusgame.solve.perfect_bayesian_equilibria`.
    scenario : Scenario, optional
        For the names.
    """
    record = _checked("found", found, PerfectBayesianSolution)
    return SignalsChart(found=record, words=naming(scenario, record.game.labels))


def best_replies(game: Game, *, scenario: Any = None) -> Chart:
    """Draw every best reply as an arrow between profiles, in a game of at most 16.

    Parameters
    ----------
    game : Game
        Of a larger one the figure says that it is too large.
    scenario : Scenario, optional
        For the names.
    """
    record = _checked("game", game, Game)
    return BestRepliesChart(game=record, words=naming(scenario, record.labels))


def _checked(name: str, value: Any, kind: type[Any]) -> Any:
    if not isinstance(value, kind):
        raise refused(name, value, f"a record of the kind {kind.__name__}")
    return value


#: Which figure shows which record; the first that fits.
CHARTS: dict[type[Any], Callable[..., Chart]] = {
    Outcome: play,
    Explanation: margins,
    Game: matrix,
    Sweep: shares,
    Structures: structures,
    Audit: basis,
    TippingPoint: walk,
    RegionMap: regions,
    Sensitivity: sensitivity,
    LeavingOut: carriers,
    LogitPath: mistakes,
    Campaign: months,
    BackTest: backtest,
    PerfectBayesianSolution: signals,
}


def chart_of(record: Tabular, **settings: Any) -> Chart:
    """Return the figure that shows a record.

    Parameters
    ----------
    record : result record
        Of a kind that a figure shows.
    **settings
        What the figure takes, such as ``scenario=``.

    Raises
    ------
    GameError
        If no figure shows such a record, or it knows no such setting.
    """
    from inspect import signature

    if isinstance(record, Chart):
        return record
    make = next((make for kind, make in CHARTS.items() if isinstance(record, kind)), None)
    if make is None:
        kinds = ", ".join(sorted(kind.__name__ for kind in CHARTS))
        raise GameError(f"no figure shows a {type(record).__name__}; there are figures of {kinds}")
    known = list(signature(make).parameters)[1:]
    for name in settings:
        option("setting", name, known)
    return make(record, **settings)
