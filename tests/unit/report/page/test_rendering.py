"""The page: every number is a field of the data, every text is text, and it stands on its own."""

import base64
import hashlib
import html
import re
from collections import Counter
from html.parser import HTMLParser

import hostile
import numpy as np
import pytest

import belarusgame as bg
from belarusgame.report.page.facts import STYLES, field_at
from belarusgame.report.page.rendering import HEADINGS

#: In these a digit is a quotation, a name, a date, code or a picture, and no number of ours.
QUOTED = {"q", "time", "svg", "code", "pre", "style", "title", "script"}
VOID = {"meta", "br", "img", "path", "use", "rect"}


class Walk(HTMLParser):
    """Collects what stands where."""

    def __init__(self, page):
        super().__init__()
        self.stack, self.numbers, self.prose = [], [], []
        self.ids, self.links, self.tags, self.attributes = [], [], Counter(), []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        made = dict(attributes)
        self.tags[tag] += 1
        self.attributes += made.items()
        if "id" in made:
            self.ids.append(made["id"])
        self.links += [value for name, value in made.items() if name in ("href", "src", "xlink:href")]
        if tag == "data":
            self.numbers.append([made["value"], made["data-from"], ""])
        if tag not in VOID:
            self.stack.append((tag, made.get("class") or ""))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, text):
        if any(tag == "data" for tag, _ in self.stack):
            self.numbers[-1][2] += text
        elif not any(tag in QUOTED or kind in ("name", "key") for tag, kind in self.stack):
            self.prose.append(text)


@pytest.fixture(params=["built-in", "hostile"])
def page(request, pages):
    return pages(request.param)


def test_no_digit_stands_outside_a_field(page):
    walk = Walk(page.html)
    assert not walk.stack
    assert [text for text in walk.prose if re.search(r"\d", text)] == []


def test_every_number_is_the_field_that_it_names(page):
    numbers, data = Walk(page.html).numbers, page.contents.data
    assert len(numbers) > 100
    for value, path, words in numbers:
        field = field_at(data, path)
        assert repr(field) == value, path
        assert words in {style(field) for style in STYLES.values()}, (path, words)


def test_no_id_stands_twice_and_every_link_leads_somewhere(page):
    walk = Walk(page.html)
    assert [name for name, count in Counter(walk.ids).items() if count > 1] == []
    assert walk.links
    assert [link for link in walk.links if not link.startswith("#") or link[1:] not in walk.ids] == []


def test_it_asks_for_nothing_and_its_policy_allows_one_script(page):
    walk = Walk(page.html)
    assert not walk.tags.keys() & {"img", "iframe", "link", "object", "embed", "form", "base"}
    assert not [name for name, _ in walk.attributes if name.startswith("on")]
    policy = re.search(r"""Content-Security-Policy" content="(default-src 'none'[^"]*)""", page.html)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page.html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert len(scripts) == 1 and f"script-src 'sha256-{digest}';" in policy
    assert "http://" not in page.html.replace("http://www.w3.org", "") or "copy</summary>" in page.html


def test_it_is_small(page):
    assert len(page.html.encode()) < 700_000


def test_every_section_has_its_data_or_is_left_out(page):
    shown = [key for key in re.findall(r'<section id="([a-z]+)"', page.html) if key != "try"]
    assert shown == [key for key in HEADINGS if key in shown]
    assert {"picture", "why", "sure", "change", "claims", "check", "computed"} <= set(shown)
    for key, heading in HEADINGS.items():
        assert (key in shown) == (heading in page.markdown)


def test_a_picture_says_in_words_what_it_shows(page):
    labels = re.findall(r'<svg[^>]*role="img"[^>]*aria-label="([^"]+)"', page.html)
    assert len(labels) == 2 * len(page.contents.charts)
    assert {html.unescape(label) for label in labels} == {c.alt for c in page.contents.charts.values()}


def test_markup_of_a_scenario_is_text(pages):
    walk = Walk(pages("hostile").html)
    assert walk.tags["b"] == walk.tags["img"] == 0
    assert html.escape(hostile.MARKUP) in pages("hostile").html
    assert "{{ 7 * 7 }}" in pages("hostile").html
    assert "\\</script\\>" in pages("hostile").markdown


def test_the_words_are_those_of_the_numbers(pages):
    data = pages("built-in").contents.data
    main = data[data["main"]]
    assert f"<strong>{main['never']['verdict']}</strong>" in pages("built-in").html
    assert f"is {main['never']['verdict']} for all weights" in pages("built-in").markdown


def test_every_claim_is_linked_to_what_rests_on_it_and_back(pages):
    page = pages("built-in")
    claims = list(page.contents.scenario.evidence.claims)
    weights = [c.key for c in page.contents.scenario.considerations]
    for k, consideration in enumerate(page.contents.scenario.considerations):
        row = re.search(rf'<tr id="number-{k}">.*', page.html)[0]
        for claim in consideration.cited:
            assert f'href="#claim-{claims.index(claim)}"' in row
            back = re.search(rf'<tr id="claim-{claims.index(claim)}">.*', page.html)[0]
            assert f'href="#number-{weights.index(consideration.key)}"' in back


def test_the_file_can_be_copied_out(pages):
    page = pages("built-in")
    scenario = page.contents.scenario
    text = (scenario.folder / scenario.name).read_text("utf-8")
    assert text in html.unescape(page.html)
    assert pages("hostile").contents.files == ()


def test_without_a_question_it_asks_for_one_and_shows_the_outcome(build):
    scenario = build({"a": ["x", "y"]}, {"a.gain": ((1, 2, 3), [({"a": "y"}, 1)])})
    page = bg.report.page(bg.report.assess(scenario))
    assert "asks no question" in page.html and "asks no question" in page.markdown
    assert "<strong>No" not in page.html
    assert ">y</span>" in page.html


@pytest.mark.parametrize("count", [1, 2, 7])
def test_few_and_many_players_fit(build, count):
    players = {f"p{k}": ["stay", "go"] for k in range(count)}
    ends = {f"p{k}.wish": ((0.5, 1, 2), [({f"p{k}": "go"}, 1)]) for k in range(count)}
    page = bg.report.page(bg.report.assess(build(players, ends)))
    assert Walk(page.html).stack == []
    assert "cites no claims" in page.html
    assert ("best_replies" in page.contents.charts) == (2 < count < 5)


def test_a_search_that_ended_early_is_said(from_payoffs):
    payoffs = np.random.default_rng(3).integers(-9, 9, (4, 4, 4, 4, 4)).tolist()  # takes seconds
    scenario = from_payoffs(dict(zip("abcd", payoffs, strict=True)), [["w", "x", "y", "z"]] * 4)
    assessment = bg.report.assess(scenario, max_seconds=0.01)
    assert assessment.readings[-1].solution.status == "partial"
    page = bg.report.page(assessment)
    assert "the list is not proven complete" in page.html and "not proven complete" in page.markdown
    assert Walk(page.html).stack == []


@pytest.mark.parametrize("history", ["nowhere.toml", 3, b"x"])
def test_a_history_that_is_none_is_refused(build, history):
    scenario = build({"a": ["x", "y"]}, {"a.gain": ((1, 2, 3), [({"a": "y"}, 1)])})
    with pytest.raises((bg.GameError, bg.SeedError), match=r"no such file|not the path of a file"):
        bg.report.page(bg.report.assess(scenario), history=history)


def test_no_pure_outcome_and_several_are_said(from_payoffs):
    pennies = {"a": [[1, -1], [-1, 1]], "b": [[-1, 1], [1, -1]]}
    for payoffs in (pennies, {"a": [[1, 0], [0, 1]], "b": [[1, 0], [0, 1]]}):
        scenario = from_payoffs(payoffs, [["x", "y"], ["u", "v"]])
        page = bg.report.page(bg.report.assess(scenario))
        assert Walk(page.html).stack == []
        solution = page.contents.assessment.readings[0].solution
        assert f">{len(solution.outcomes)}</data> outcomes" in page.html or len(solution.outcomes) == 1


def test_it_is_saved_once_and_again_only_by_force(pages, tmp_path):
    page = pages("hostile")
    page.save(tmp_path / "a.html")
    page.save(tmp_path / "a.md")
    assert (tmp_path / "a.html").read_text("utf-8") == page.html
    assert (tmp_path / "a.md").read_text("utf-8") == page.markdown
    with pytest.raises(bg.GameError, match="exists already"):
        page.save(tmp_path / "a.html")
    page.save(tmp_path / "a.html", force=True)
    with pytest.raises(bg.GameError, match="cannot be written"):
        page.save(tmp_path / "nowhere" / "a.html")


def test_in_a_notebook_it_is_kept_apart(pages):
    shown = pages("hostile")._repr_html_()
    assert 'sandbox="allow-scripts" ' in shown[:60] and "allow-same-origin" not in shown[:200]
    assert "<img" not in shown


@pytest.mark.parametrize("wrong", [None, 1, "x", {}])
def test_what_is_no_assessment_is_refused(wrong):
    with pytest.raises(bg.GameError, match="must be an Assessment"):
        bg.report.page(wrong)


def test_a_number_by_any_other_way_is_noticed():
    assert [text for text in Walk("<p>it is 3 of them</p>").prose if re.search(r"\d", text)]
