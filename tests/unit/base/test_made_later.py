"""A field that is given as a function is made when it is looked at, and once."""

import pickle
from copy import copy
from dataclasses import dataclass, replace

import pytest

from belarusgame.base.made_later import MadeLater, MakesLater


@dataclass(frozen=True, kw_only=True)
class Answer(MakesLater):
    digits: MadeLater[tuple[int, ...]] = MadeLater()  # noqa: RUF009 - no value but a descriptor
    name: str = ""


def test_a_value_is_made_when_it_is_looked_at_and_once():
    calls = []

    def made():
        calls.append(1)
        return (1, 2, 3)

    answer = Answer(digits=made)
    assert not calls
    assert answer.digits == (1, 2, 3)
    assert answer.digits is answer.digits
    assert replace(answer, name="other").digits == (1, 2, 3)
    assert len(calls) == 1


def test_a_value_that_is_there_is_taken_and_none_is_an_error():
    assert Answer(digits=(4,)).digits == (4,)
    with pytest.raises(TypeError, match="digits"):
        Answer()
    with pytest.raises(AttributeError, match="digits"):
        Answer.digits  # noqa: B018 - looking is what is tested


@dataclass(frozen=True, kw_only=True)
class Noted(Answer):
    note: MadeLater[str | None] = MadeLater(None)  # noqa: RUF009 - a descriptor


def test_a_field_may_have_a_default():
    assert Noted.note is None
    assert Noted(digits=(4,)).note is None
    assert Noted(digits=(4,), note=lambda: "four").note == "four"


def test_a_value_is_made_before_a_record_is_copied_or_sent():
    for travelled in (
        copy(Answer(digits=lambda: (5,))),
        pickle.loads(pickle.dumps(Answer(digits=lambda: (5,)))),
    ):
        assert vars(travelled) == {"digits": (5,), "name": ""}
