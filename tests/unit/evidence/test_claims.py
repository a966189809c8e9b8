from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import belarusgame as bg

SOURCES = '[sources.s]\ntitle = "S"\ndate = 2022-03-01\naddress = "https://example.org"\n'
CLAIM = """
[claims.NAME]
source = "s"
paragraph = 2
says = "It is so."
kind = "KIND"
speaker = "author"
firmness = "FIRMNESS"
"""


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def claim(name: str = "2a", kind: str = "assertion", firmness: str = "stated") -> str:
    return CLAIM.replace("NAME", name).replace("KIND", kind).replace("FIRMNESS", firmness)


def test_claims_may_cite_a_source_of_another_file(tmp_path: Path) -> None:
    files = [written(tmp_path, "claims.toml", claim()), written(tmp_path, "sources.toml", SOURCES)]
    evidence = bg.load_evidence(*files)
    assert list(evidence.sources) == ["s"]
    assert evidence.sources["s"].date == datetime.date(2022, 3, 1)
    assert evidence.sources["s"].publisher == ""
    assert evidence.claims["2a"].paragraph == 2
    assert bg.load_evidence(str(files[0]), str(files[1])).claims == evidence.claims
    with pytest.raises(bg.SeedError, match=r'claims\.2a\.source: "s" is not one of the sources'):
        bg.load_evidence(files[0])


@pytest.mark.parametrize(
    ("kind", "firmness", "support"),
    [
        ("utterance", "stated", "hedged"),  # shows only that it was said
        ("utterance", "speculated", "speculated"),
        ("assertion", "stated", "stated"),
        ("report", "hedged", "hedged"),
    ],
)
def test_an_utterance_supports_a_payoff_as_hedged_at_most(
    tmp_path: Path, kind: str, firmness: str, support: str
) -> None:
    path = written(tmp_path, "e.toml", SOURCES + claim(kind=kind, firmness=firmness))
    assert bg.load_evidence(path).claims["2a"].support_firmness == support


def test_a_name_may_be_given_in_one_file_only(tmp_path: Path) -> None:
    first = written(tmp_path, "first.toml", SOURCES + claim())
    second = written(tmp_path, "second.toml", SOURCES + claim() + claim("2b"))
    with pytest.raises(bg.SeedError) as caught:
        bg.load_evidence(first, second)
    assert [(m.file, m.place) for m in caught.value.mistakes] == [
        (str(second), "sources.s"),
        (str(second), "claims.2a"),
    ]


def test_the_frame_has_a_row_a_claim(tmp_path: Path) -> None:
    evidence = bg.load_evidence(written(tmp_path, "e.toml", SOURCES + claim() + claim("2b")))
    frame = evidence.to_frame()
    assert list(frame["name"]) == ["2a", "2b"]
    assert list(frame.columns)[:3] == ["name", "source", "paragraph"]
    assert str(evidence).startswith("Evidence: 2 claims from 1 sources")


def test_no_file_is_no_evidence() -> None:
    evidence = bg.load_evidence()
    assert not evidence.claims
    assert not evidence.sources
