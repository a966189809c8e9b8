"""The one gate to an executor of the caller's: a pool of concurrent.futures, or dask's Client."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import Any, Generic, Protocol, TypeVar

from belarusgame.base.guards import attribute
from belarusgame.errors import BelarusGameError, GameError, printable, quoted

_Answer = TypeVar("_Answer")


class Executor(Protocol):
    """Whatever runs functions elsewhere: a pool of concurrent.futures, or dask's Client."""

    def submit(self, fn: Any, /, *arguments: Any) -> Any:
        """Start a call, and return something with ``result()``, and ``add_done_callback()`` for a search."""
        ...


def checked_executor(executor: object) -> None:
    """Refuse what cannot be given work."""
    if executor is not None and (isinstance(executor, type) or not callable(attribute(executor, "submit"))):
        raise GameError(
            f"executor = {quoted(executor)}: has no submit(); give a concurrent.futures pool or dask's Client"
        )


class ExecutorGate(Generic[_Answer]):
    """An executor of the caller's: whatever it fails with, the user is told what to do.

    Parameters
    ----------
    executor : Executor
        Who does the work.
    answers : type
        What every call returns.
    advice : str
        What the user can do when the executor fails.
    """

    def __init__(self, executor: Executor, answers: type[_Answer], advice: str) -> None:
        self._executor, self._answers, self._advice = executor, answers, advice

    def submit(self, fn: Any, /, *arguments: Any) -> SentCall[_Answer]:
        """Start a call."""
        with _explained(self._advice):
            return SentCall(self._executor.submit(fn, *arguments), self._answers, self._advice)


class SentCall(Generic[_Answer]):
    """A call that an executor of the caller's has taken on."""

    def __init__(self, future: Any, answers: type[_Answer], advice: str) -> None:
        self._future, self._answers, self._advice = future, answers, advice

    def result(self) -> _Answer:
        """Wait for what the call returned."""
        with _explained(self._advice):
            answer = self._future.result()
            # A client that was closed, or a pool of another kind, may answer with None or an exception
            # without raising it.
            if not isinstance(answer, self._answers):
                raise TypeError(f"it returned a {type(answer).__name__} and not what the call returned")
        return answer

    def when_done(self, call: Callable[[], object]) -> None:
        """Have something called, from any thread, once the result can be had without waiting."""

        def done(_future: Any) -> None:
            call()

        with _explained(self._advice):
            self._future.add_done_callback(done)

    def cancel(self) -> None:
        """Call the call off, if it has not begun."""
        with suppress(Exception):  # a pool that is closed cannot call anything off, and need not
            self._future.cancel()


@contextmanager
def _explained(advice: str) -> Generator[None]:
    # Every pool has exceptions of its own: BrokenExecutor, dask's KilledWorker and ClosedClientError, a bare
    # RuntimeError where it is shut down already.
    try:
        yield
    except BelarusGameError:
        raise
    except Exception as error:
        words = printable(" ".join(str(error).split())[:200])
        raise BelarusGameError(
            f"the executor failed ({type(error).__name__}{': ' if words else ''}{words}); {advice}"
        ) from error
