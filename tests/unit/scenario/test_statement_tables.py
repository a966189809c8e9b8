from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from belarusgame.scenario.statement_tables import GivenTable, StatementTable


@pytest.mark.parametrize(
    "circumstance",
    [{"profile": {"a": ["x", "y"]}}, {"weights": {"a.b": 1}}, {"drivers": {"d": 1}}, {"types": {"a": "t"}}],
)
def test_one_circumstance_is_enough_and_one_form_is_needed(circumstance: dict[str, Any]) -> None:
    holds = {"never": {"event": {"a": "x"}}}
    assert GivenTable.model_validate({**circumstance, "holds": holds}).holds.forms.keys() == {"never"}
    for wrong in ({"holds": holds}, {**circumstance}, {**circumstance, "holds": {}}):
        with pytest.raises(ValidationError):
            GivenTable.model_validate(wrong)
    with pytest.raises(ValidationError, match=r"must have one of .*found never and always"):
        StatementTable.model_validate(holds | {"always": {"event": {"a": "x"}}})
