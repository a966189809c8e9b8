import tomllib
from fractions import Fraction

import pytest

import belarusgame as bg
from belarusgame import assume

OUT = {"lukashenko": ["abstain", "mediate"]}
JOIN = {"lukashenko": "join"}

#: What a file says, and the same in Python and in words.
SAID = {
    "prefers": (
        'prefers = { player = "putin", better = { lukashenko = ["abstain", "mediate"] }, '
        'worse = { lukashenko = "join" }, completions = "some", strict = false }',
        assume.prefers("putin", better=OUT, worse=JOIN, completions="some", strict=False),
        "for putin, lukashenko = abstain or mediate pays at least as much as lukashenko = join, "
        "in at least one completion",
    ),
    "monotone": (
        'monotone = { player = "putin", better = { lukashenko = "join" }, '
        'worse = { lukashenko = ["abstain", "mediate"] }, input = "shortage", direction = "rises" }',
        assume.monotone("putin", better=JOIN, worse=OUT, input="shortage", direction="rises"),
        "the gain of putin from lukashenko = join over lukashenko = abstain or mediate rises with shortage",
    ),
    "dominates": (
        'dominates = { player = "china", better = "stand_aside", worse = "disengage", strict = false, '
        'given = { lukashenko = "join" } }',
        assume.dominates("china", better="stand_aside", worse="disengage", given=JOIN, strict=False),
        "for china, stand_aside weakly beats disengage given lukashenko = join",
    ),
    "ordering": (
        'ordering = { player = "west", best_first = ["isolate", "differentiate", "destabilise"] }',
        assume.ordering("west", best_first=["isolate", "differentiate", "destabilise"]),
        "for west, isolate beats differentiate beats destabilise whatever the others do",
    ),
    "combined": (
        'any_of = [{ never = { event = { lukashenko = "join" } } }, { given = { '
        'weights = { "putin.control" = 1 }, drivers = { shortage = [0.5, 1] }, '
        'types = { putin = "desperate" }, profile = { china = "intercede" }, '
        'holds = { all_of = [{ always = { event = { lukashenko = "join" }, concept = "pure" } }] } } }]',
        assume.any_of(
            assume.never(JOIN),
            assume.given(
                assume.all_of(assume.always(JOIN, concept="pure")),
                weights={"putin.control": 1},
                drivers={"shortage": (0.5, 1)},
                types={"putin": "desperate"},
                profile={"china": "intercede"},
            ),
        ),
        "(lukashenko = join never happens) or (given china = intercede and putin.control at 1 and "
        "shortage from 0.5 to 1 and putin is desperate: (lukashenko = join always happens (pure)))",
    ),
}


@pytest.fixture
def with_statement(tmp_path):
    """Return a function that writes the built-in scenario with one more statement, and loads it."""

    def load(text):
        seeds = bg.seeds_folder()
        for name in ("sources.toml", "claims.toml"):
            (tmp_path / name).write_bytes((seeds / name).read_bytes())
        base = (seeds / "belarus-2022.toml").read_text("utf-8").split("[assumptions.")[0]
        base = base.replace('codings = ["codings/second.toml"]\n', "")
        entry = f'[assumptions.one]\nrole = "finding"\njudgement = "For the test."\n{text}\n'
        (tmp_path / "case.toml").write_text(base + entry, "utf-8")
        return bg.load_scenario(tmp_path / "case.toml")

    return load


@pytest.mark.parametrize("name", SAID)
def test_a_file_says_the_same_as_python_and_as_words(name, with_statement):
    text, statement, words = SAID[name]
    assert str(statement) == words
    (assumption,) = with_statement(text).assumptions
    assert str(assume.statement_of(assumption)) == words
    assert str(assume.statement_of(assume.finding("one", statement))) == words
    assert assume.statement_of(assumption) == assume.statement_of(assume.finding("one", statement))
    assert tomllib.loads(text)


def test_a_statement_without_sentence_gets_its_words():
    made = assume.requirement("x", assume.never(JOIN), claims=("11a",))
    assert (made.role, made.sentence, made.claims) == (
        "requirement",
        "Lukashenko = join never happens.",
        ("11a",),
    )


BAD = {
    "no partial profile": (lambda: assume.never("join"), 'event = "join": must be a mapping such as'),
    "empty": (lambda: assume.never({}), "event = {}: must name at least one player"),
    "completions": (
        lambda: assume.prefers("p", better=JOIN, worse=OUT, completions="any"),
        'completions "any" is not one of all, some',
    ),
    "direction": (
        lambda: assume.monotone("p", better=JOIN, worse=OUT, input="x", direction="rise"),
        'direction "rise" is not one of rises, falls; did you mean "rises"?',
    ),
    "concept": (lambda: assume.never(JOIN, concept="nahs"), 'did you mean "nash"?'),
    "strict": (lambda: assume.prefers("p", better=JOIN, worse=OUT, strict=1), "must be True or False"),
    "compared with itself": (
        lambda: assume.dominates("p", better="a", worse="a"),
        "is the same as better; name two that differ",
    ),
    "one strategy": (lambda: assume.ordering("p", best_first=["a"]), "at least two different strategies"),
    "no list": (lambda: assume.ordering("p", best_first="ab"), "at least two different strategies"),
    "nothing combined": (lambda: assume.all_of(), "all_of: needs at least one statement"),
    "no statement": (lambda: assume.any_of(JOIN), "is not a statement; assume.prefers(...) makes one"),
    "no circumstance": (lambda: assume.given(assume.never(JOIN)), "names no circumstance"),
    "upside down": (
        lambda: assume.given(assume.never(JOIN), drivers={"shortage": [2, 1]}),
        "drivers shortage = [2, 1]: must be a number, or the least and the greatest value as a pair",
    ),
    "text": (lambda: assume.given(assume.never(JOIN), weights={"w": "much"}), "must be a number, or the"),
    "three ends": (
        lambda: assume.given(assume.never(JOIN), weights={"w": [1, 2, 3]}),
        "must be a number, or",
    ),
    "one end": (lambda: assume.given(assume.never(JOIN), weights={"w": [1]}), "must be a number, or the"),
    "nothing limited": (lambda: assume.given(assume.never(JOIN), weights={}), "names no circumstance"),
    "no mapping of weights": (lambda: assume.given(assume.never(JOIN), weights=3), "weights = 3: must be a"),
    "one strategy twice": (lambda: assume.ordering("p", best_first=["a", "b", "a"]), "two different"),
    "one no statement": (lambda: assume.all_of(assume.never(JOIN), "x"), '"x" is not a statement'),
    "given no statement": (lambda: assume.given(JOIN, types={"a": "t"}), "is not a statement"),
    "a name that is no text": (lambda: assume.finding(3, assume.never(JOIN)), "name = 3: must be text"),
    "no mapping": (lambda: assume.given(assume.never(JOIN), types=["x"]), "must be a mapping"),
    "no name": (lambda: assume.requirement("", assume.never(JOIN)), "must be text that is not empty"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused(name):
    call, message = BAD[name]
    with pytest.raises(bg.GameError) as caught:
        call()
    assert message in str(caught.value)


def test_what_is_given_is_copied_and_read_exactly():
    limits = {"a.b": 0.1, "a.c": (1, 1), "a.d": [0, 1.4]}
    made = assume.given(assume.never(JOIN), weights=limits)
    limits["a.b"] = 3
    assert made.condition.weights == {
        "a.b": (Fraction(1, 10), Fraction(1, 10)),
        "a.c": (1, 1),
        "a.d": (0, Fraction(7, 5)),
    }
    assert made.condition.numeric
    assert assume.given(assume.never(JOIN), drivers={"d": 1}).condition.numeric
    for circumstance in ({"types": {"a": "t"}}, {"profile": {"a": "x"}}):
        assert not assume.given(assume.never(JOIN), **circumstance).condition.numeric
    assert assume.ordering("p", best_first=["a", "b"]).entries == {"player": "p", "best_first": ("a", "b")}
    assert assume.never(OUT).entries == {"event": {"lukashenko": ("abstain", "mediate")}, "concept": None}
    assert assume.prefers("p", better=JOIN, worse=OUT, given={"a": "x"}).entries == {
        "player": "p",
        "better": {"lukashenko": ("join",)},
        "worse": {"lukashenko": ("abstain", "mediate")},
        "completions": "all",
        "strict": True,
        "given": {"a": ("x",)},
    }
