"""The mistakes of the files that are read together: each once, the first in full, the others counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from belarusgame.errors import Mistake, printable
from belarusgame.evidence.places import line_of, lines_of

#: Also the sign by which a key that is only misspelt is found again.
UNKNOWN_KEY = "unknown key"

#: Nobody mends more in one go; with a hundred thousand the message alone would have megabytes.
MOST_MISTAKES = 50


class Mistakes:
    """The mistakes found so far, in the order of finding."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], Mistake] = {}
        self._refused: set[tuple[str, str]] = set()
        self._further: set[tuple[str, str, str]] = set()
        self._unnamed = 0
        self._remarks: dict[Mistake, None] = {}
        self._texts: dict[str, str | None] = {}

    @property
    def found(self) -> list[Mistake]:
        """The first mistakes, each once, with their lines."""
        return self._with_lines(self._found.values())

    @property
    def remarks(self) -> tuple[Mistake, ...]:
        """What is no mistake but had better be changed, each once, with its line."""
        return tuple(self._with_lines(self._remarks))

    def _with_lines(self, mistakes: Iterable[Mistake]) -> list[Mistake]:
        lines = {file: lines_of(text) for file, text in self._texts.items() if text is not None}
        return [
            replace(mistake, line=line_of(mistake.place, lines.get(mistake.file, {}))) for mistake in mistakes
        ]

    @property
    def more(self) -> int:
        """How many there are beyond those."""
        return len(self._further) + self._unnamed

    def add(
        self, file: str, place: str, problem: str, hint: str | Callable[[], str] = "", *, of_key: bool = False
    ) -> None:
        """Note a mistake, unless it only follows from a value that has been refused.

        What is wrong with the key of a refused value (``of_key``) does not follow from it. A hint that has to
        be looked for is given as a function, which is called only if the mistake is shown.
        """
        # Every table that the place lies in: of what is below a refused value nothing is said either.
        ends = [position for position, sign in enumerate(place) if sign in ".["]
        if not of_key:
            ends.append(len(place))
        if any((file, place[:end]) in self._refused for end in ends):
            return
        mark = (file, place, problem)
        if mark in self._found:
            return
        if len(self._found) >= MOST_MISTAKES:
            self._further.add(mark)
            return
        mend = hint if isinstance(hint, str) else hint()
        mistake = Mistake(file=file, place=printable(place), problem=printable(problem), hint=printable(mend))
        self._found[mark] = mistake

    def remark(self, file: str, place: str, problem: str, hint: str = "") -> None:
        """Note what is read as it stands, and how it is written today; no more than of mistakes."""
        if len(self._remarks) < MOST_MISTAKES:
            remark = Mistake(
                file=file, place=printable(place), problem=printable(problem), hint=printable(hint)
            )
            self._remarks[remark] = None

    def count(self, further: int) -> None:
        """Count mistakes that nobody looks at one by one."""
        self._unnamed += further

    def locate(self, file: str, text: str) -> None:
        """Keep the text of a file, so that mistakes in it get their line."""
        # Two files of one name cannot be told apart: rather no line than a wrong one.
        self._texts[file] = text if self._texts.get(file, text) == text else None

    def refuse(self, file: str, place: str) -> None:
        """Drop from now on whatever else would be said of a value: a stand-in takes its part."""
        self._refused.add((file, place))

    def explains(self, file: str, place: str) -> bool:
        """Whether something may seem to be lacking in a table only because a key in it is misspelt."""
        return any(
            mistake.file == file
            and (
                mistake.place == place
                or (mistake.place.rpartition(".")[0] == place and mistake.problem.startswith(UNKNOWN_KEY))
            )
            for mistake in self._found.values()
        )

    def __bool__(self) -> bool:
        return bool(self._found)
