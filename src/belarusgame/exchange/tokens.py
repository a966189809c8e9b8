"""The words of a strategic-form file: numbers, quoted labels, braces, and where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NoReturn

from belarusgame.base.written import LONGEST_NUMBER, is_number, read_number
from belarusgame.errors import GameError, quoted

Kind = Literal["number", "label", "word", "{", "}", ",", "end"]

# No repetition gives back what it took (``++``): a quote that is never closed is known after one reading.
_TOKEN = re.compile(
    r"""\s*+(?:(?P<label>"(?:[^"\\]++|\\.)*+") | (?P<symbol>[{},]) | (?P<word>[^\s{},"]++) |
    (?P<end>\Z))""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the file: its kind, its text without quotes and escapes, and its position."""

    kind: Kind
    text: str
    start: int


class TokenReader:
    """Hands out a text's tokens one by one; every complaint names the line and the column.

    Parameters
    ----------
    text : str
        The file's content.
    name : str
        What to call it in messages.
    """

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        self._tokens = self._split()
        self.next = next(self._tokens)

    def take(self, kind: Kind, expected: str) -> Token:
        """Return the next token, which must be of a kind."""
        token = self.next
        if token.kind != kind:
            self.fail(token, expected)
        if kind != "end":
            self.next = next(self._tokens)
        return token

    def skip(self, kind: Kind) -> bool:
        """Pass over the next token if it is of a kind; say whether it was."""
        if self.next.kind != kind:
            return False
        self.take(kind, kind)
        return True

    def number(self, expected: str) -> Fraction:
        """Take a number, exactly; it must fit into a float64."""
        token = self.take("number", expected)
        try:
            return read_number(token.text)
        except GameError as error:
            self.complain(token, str(error))

    def count(self, expected: str, lowest: int, highest: int) -> int:
        """Take a whole number between two bounds."""
        token = self.take("number", expected)
        digits = token.text.lstrip("+")
        # By length first: Python refuses to read a whole number of thousands of digits.
        if not (digits.isdecimal() and len(digits) <= 12 and lowest <= int(digits) <= highest):
            self.complain(
                token, f"expected {expected}, from {lowest} to {highest}, found {quoted(token.text)}"
            )
        return int(digits)

    def fail(self, token: Token, expected: str) -> NoReturn:
        """Complain that something else was expected."""
        if token.kind == "end":
            found = "the end of the file"
        elif token.kind == "label":
            found = f"the label {quoted(token.text)}"
        else:
            found = quoted(token.text)
        self.complain(token, f"expected {expected}, found {found}")

    def complain(self, token: Token, problem: str) -> NoReturn:
        """Raise the error for a token: file, line, column and what is wrong."""
        raise GameError(f"{self._name}: {_place(self._text, token.start)}: {problem}")

    def _split(self) -> Iterator[Token]:
        position = 0
        while True:
            match = _TOKEN.match(self._text, position)
            if match is None:  # only an opening quote without a closing one fits nothing
                start = self._text.index('"', position)
                self.complain(Token("label", "", start), "the label that begins here has no closing quote")
            position = match.end()
            token = _token(match)
            # A label may be long; a word that is goes into no number, and would be repeated in a message.
            if token.kind != "label" and len(token.text) > LONGEST_NUMBER:
                self.complain(token, f"{quoted(token.text)} has more than {LONGEST_NUMBER} characters")
            yield token
            if token.kind == "end":
                return


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or "end"
    text, start = match[kind], match.start(kind)
    if kind == "label":
        return Token("label", re.sub(r'\\(["\\])', r"\1", text[1:-1]), start)
    if kind == "symbol":
        return Token("{" if text == "{" else "}" if text == "}" else ",", text, start)
    if kind == "word":
        return Token("number" if is_number(text) else "word", text, start)
    return Token("end", "", start)


def quote(label: str) -> str:
    r"""Put a label in quotes: ``"`` becomes ``\"``, and a backslash is doubled where it could be misread."""
    return '"' + re.sub(r'\\(?=["\\]|\Z)|"', lambda found: "\\" + found[0], label) + '"'


def written_number(value: Fraction) -> str:
    """Write a number exactly: as a decimal where that is short, as a quotient otherwise."""
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > 3 * LONGEST_NUMBER // 2:
        raise GameError(f"the payoff near {float(value):g} has too many digits for the file format")
    if value.denominator == 1:
        return str(value.numerator)
    # Fifteen digits survive the way to a float and back, so that a short decimal stays what it was.
    brief = f"{float(value):.15g}"
    return brief if "e" not in brief and Fraction(brief) == value else str(value)


def _place(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    return f"line {line}, column {position - text.rfind(chr(10), 0, position)}"
