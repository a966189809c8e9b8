"""Back-tests of the model by proper scores, beside references."""

from belarusgame.simulate.looking_back.backtest import backtest
from belarusgame.simulate.looking_back.history import Happened, History, Outlook, Seen, load_history
from belarusgame.simulate.looking_back.report import BackTest, Forecast, Hindsight, OtherReading
from belarusgame.simulate.looking_back.scores import Scored, SelfTest

__all__ = [
    "BackTest",
    "Forecast",
    "Happened",
    "Hindsight",
    "History",
    "OtherReading",
    "Outlook",
    "Scored",
    "Seen",
    "SelfTest",
    "backtest",
    "load_history",
]
