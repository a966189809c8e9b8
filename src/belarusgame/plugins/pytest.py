"""Every assumption of a scenario file as a test: ``pytest my-case.toml``.

A scenario file is collected if it is named on the command line or in ``testpaths``, or anywhere with
``--belarusgame``; otherwise this plugin does nothing. What it needs is imported when such a file is met.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from belarusgame.scenario import Assumption, Scenario

#: A file with none of these tables is not a scenario, and is left to whoever knows it.
_TABLES = ("scenario", "players", "considerations", "assumptions")

#: The same of a file that is not valid TOML, so that its mistakes are reported.
_OPENING = re.compile(rf"^[ \t]*\[[ \t]*(?:{'|'.join(_TABLES)})\b", re.MULTILINE)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that looks for scenario files everywhere."""
    parser.getgroup("belarusgame").addoption(
        "--belarusgame",
        action="store_true",
        help="collect the assumptions of every scenario file (*.toml), not only of those named",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a scenario file that was asked for."""
    if file_path.suffix.lower() != ".toml":
        return None
    if not (parent.config.getoption("--belarusgame") or file_path.resolve() in _named(parent)):
        return None
    return _made(AssumptionFile, parent, path=file_path) if _is_scenario(file_path) else None


def _named(parent: pytest.Collector) -> set[Path]:
    """Return the files that were asked for by name.

    pytest's own list is not enough: from version 9 it drops a file that lies in a folder which is named too.
    """
    config = parent.config  # whose arguments are the command line's, or what testpaths makes of its patterns
    return {(config.invocation_params.dir / argument.split("::")[0]).resolve() for argument in config.args}


def _is_scenario(path: Path) -> bool:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    try:
        return any(name in _TABLES for name in tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError):
        return _OPENING.search(text) is not None


AnyNode = TypeVar("AnyNode", bound=pytest.Item | pytest.Collector)


class AssumptionFile(pytest.File):
    """A scenario whose assumptions are tests."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield one item an assumption."""
        from belarusgame.scenario import load_scenario

        scenario = load_scenario(self.path)
        lines = self.path.read_text("utf-8").splitlines()
        for assumption in scenario.assumptions:
            yield _made(
                AssumptionItem,
                self,
                name=assumption.name,
                scenario=scenario,
                assumption=assumption,
                line=_line_of(assumption.name, lines),
            )

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:
        """Show the mistakes of a file as the command does."""
        from belarusgame.errors import BelarusGameError

        if isinstance(excinfo.value, BelarusGameError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


class AssumptionItem(pytest.Item):
    """One assumption: fails if it is a requirement and refuted, is expected to fail if it is a finding."""

    def __init__(self, *, scenario: Scenario, assumption: Assumption, line: int, **others: Any) -> None:
        super().__init__(**others)  # pyright: ignore[reportUnknownMemberType] - pytest leaves it untyped
        self.scenario = scenario
        self.assumption = assumption
        self.line = line

    def runtest(self) -> None:
        """Check the assumption."""
        from belarusgame.assume import check

        (checked,) = check(self.scenario, [self.assumption]).checked
        said = self.assumption.sentence or self.assumption.name
        if checked.verdict == "undecided":
            pytest.skip(f"undecided: {checked.reading}")
        if (witness := checked.witness) is not None:
            if checked.failed:
                # A witness that moves nothing is the likely game itself: there is nothing to make again.
                shown = witness if witness.moved else witness.sentence
                raise RefutedError(f"{said}\n{shown}")
            # A finding that fails is news and no fault, and is not to turn a run red.
            pytest.xfail(f"refuted: {said}\n{witness.sentence}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the witness, without a traceback."""
        from belarusgame.errors import BelarusGameError

        if isinstance(excinfo.value, RefutedError | BelarusGameError | pytest.xfail.Exception):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the assumption stands."""
        return self.path, self.line, self.name


class RefutedError(AssertionError):
    """A requirement does not hold."""


def _made(node: type[AnyNode], parent: pytest.Collector, **others: Any) -> AnyNode:
    kind: Any = node  # pytest leaves from_parent untyped
    return kind.from_parent(parent, **others)


def _line_of(name: str, lines: list[str]) -> int:
    """Return the line, from 0, that opens an assumption's table; else the first line."""
    opening = re.compile(rf"[ \t]*\[assumptions\.(?:{re.escape(name)}|\"{re.escape(name)}\")\]")
    return next((number for number, line in enumerate(lines) if opening.match(line)), 0)
