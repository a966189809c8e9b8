"""Whatever is done to a game's file, it is read or refused with its place, and soon.

`MUTATED_GAMES=2500 python -m pytest tests/bad_input/test_mutated_games.py` mutates more files than a run of
all tests does, and `MUTATED_GAMES_SEED=7` others.
"""

import os
import random
import re
import signal
from collections import Counter
from contextlib import contextmanager

import pytest

import belarusgame as bg
from belarusgame.exchange import parse_csv, parse_efg, parse_nfg, write_efg, write_nfg

COUNT = int(os.environ.get("MUTATED_GAMES", "500"))
SEED = int(os.environ.get("MUTATED_GAMES_SEED", "0"))

#: Processor seconds that one file may take; the slowest of 20,000 took a fifth of one.
PATIENCE = 10.0

NFG = (
    'NFG 1 R "t" { "A" "B" } { 2 3 } 1 2 3 4 5 6 7 8 9 10 11 1/12',
    'NFG 1 D "t" { "A" "B" } { { "a" "b" } { "c" } } "note" { { "x" 1, -2.5 } { "y" 3e2, .4 } } 1 2',
    write_nfg(bg.Game([[[[1, 2], [3, 4]]] * 2] * 3), title="three"),
    write_nfg(bg.Game([[[0.1, 1e-300], [1 / 3, -5e300]]] * 2), version="outcome"),
    'NFG 1 R "\\"q\\" \\\\" { "" "A" "A" } { { "" "" } { "s1" } { "ä" "中" } } "" ' + "0 " * 12,
)
CSV = (
    'Ann / Bob,left,right\nup,"3, 1/3","(0, -1e1)"\ndown,0 0,.5; 2\n',
    "Ann;Bob;payoff Ann;payoff Bob\nup;left;3;1/3\ndown;left;0;0\n",
)
EFG = (
    'EFG 2 R "t" { "A" "B" } "note" c "" 1 "" { "x" 1/4 "y" .75 } 0 p "" 1 1 "one" { "a" "b" } 0 '
    'p "" 2 1 "two" { "c" "d" } 0 t "" 1 "" { 1, -2.5 } t "" 2 "" { 3e2 0 } t "" 1 '
    'p "" 1 2 "" { "a" "a" } 3 "" { 1/3 1 } t "" 0 p "" 2 1 0 t "" 1 t "" 2',
    'EFG 2 D "\\"q\\"" { "" "" } p "" 1 1 "" { "" } 0 p "" 1 2 "" { "a" "b" } 0 t "" 1 "" { 1 1 } t "" 0',
)
#: What a mutation puts in: signs of the formats, numbers at a limit, and characters that are easily misread.
PIECES = [
    *'{},"\\;/\t\n\r\0 \x1b\x85\u2028\ud800\ufeff٣é',
    *("NFG", "EFG", "1", "-1", "0", "1/0", "1e400", "1e-400", "1e9999999", "nan", "inf", "1_0", "0x1", "++1"),
    *("2000", "2001", "99999999999999", "payoff ", "payoff Ann", '""', '"a"', "{ }", "{ 1 }"),
]


def mutated(draw, text):
    """Return a text in which up to four places are changed."""
    for _ in range(draw.randint(1, 4)):
        start = draw.randint(0, len(text))
        end = min(len(text), start + draw.choice([0, 1, 1, 3, 10, 40]))
        piece = draw.choice(PIECES)
        middle = draw.choice(
            [
                "",  # left out
                piece,
                text[start:end] * 2,
                text[start:end][::-1],
                text[start:end].swapcase(),
                text[(other := draw.randint(0, len(text))) : other + 10],  # copied from elsewhere
                piece * draw.choice([30, 3000, 40_000]),
            ]
        )
        text = text[:start] + middle + text[end:]
    words = text.split(" ")
    if draw.random() < 0.3:
        draw.shuffle(words)
    return " ".join(words)[: draw.choice([None, None, None, draw.randint(0, len(text))])]


@contextmanager
def patience(what):
    """End what takes too long: the processor's time counts, not that of a busy machine."""

    def give_up(*_):
        raise TimeoutError(f"{what}: more than {PATIENCE} seconds")

    if not hasattr(signal, "SIGVTALRM"):  # Windows has no such clock
        yield
        return
    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def outcome(parse, text, place):
    """Return what became of a file: a game, which can be written again, or an error that names its place."""
    try:
        game = parse(text)
    except bg.GameError as error:
        assert re.match(place, str(error)), error
        assert len(str(error)) < 1000, error
        return "refused"
    assert parse_nfg(write_nfg(game)).labels == game.labels
    return "read"


def read_tree(text):
    """Read a tree, which can be written again, and return its strategic form."""
    tree = parse_efg(text)
    assert parse_efg(write_efg(tree)) == tree
    return tree.strategic_form()


@pytest.mark.parametrize(
    ("parse", "texts", "place"),
    [
        (parse_nfg, NFG, r"<text>: line \d+, column \d+: "),
        (parse_csv, CSV, r"<text>: "),
        (read_tree, EFG, r"<text>: "),
    ],
    ids=["nfg", "csv", "efg"],
)
def test_a_mutated_file_is_read_or_refused(parse, texts, place):
    assert {outcome(parse, text, place) for text in texts} == {"read"}
    became = Counter()
    for number in range(COUNT):
        draw = random.Random(f"{SEED} {number}")
        text = mutated(draw, draw.choice(texts))
        with patience(f"seed {SEED}, file {number}, {text[:200]!r}"):
            became[outcome(parse, text, place)] += 1
    assert min(became["read"], became["refused"]) > COUNT // 50, became  # neither is left untested


def test_what_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(f"{__name__}.PATIENCE", 0.1)
    with pytest.raises(TimeoutError, match="for ever"), patience("for ever"):
        while hasattr(signal, "SIGVTALRM"):
            pass
        raise TimeoutError("for ever")
