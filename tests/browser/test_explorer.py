"""The explorer in Chromium: the same answers as Python's, for everybody, also where little is allowed."""

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import explorer_cases
import pytest

import belarusgame as bg

PAGE = Path(bg.__file__).parent / "report" / "page"

#: Random settings, ties and maps of each scenario; .ci/explorer makes more, in the folder of CASES.
FEW = (12, 8, 4)

#: Everything of the explorer that the keyboard reaches.
CONTROLS = "#try :is(button:not(:disabled), input, select, summary, textarea, pre[tabindex])"

#: Note when the verdict is said aloud.
LISTEN = """() => {
  window.said = [];
  const live = document.querySelector('#try [aria-live]');
  new MutationObserver(() => said.push(performance.now()))
    .observe(live, { characterData: true, childList: true, subtree: true });
}"""

SIZES = f"""() => [...document.querySelectorAll('{CONTROLS}')]
  .filter(e => e.getClientRects().length)
  .map(e => [e.outerHTML.slice(0, 90), e.localName, e.getBoundingClientRect().height,
             (e.closest('label, details > summary') || e).getBoundingClientRect().height])"""


@pytest.fixture(scope="module")
def cases():
    folder = os.environ.get("CASES")
    if folder:
        return {path.stem: json.loads(path.read_text("utf-8")) for path in Path(folder).glob("*.json")}
    return {
        name: explorer_cases.cases(scenario, *FEW) for name, scenario in explorer_cases.scenarios().items()
    }


@pytest.mark.parametrize("name", ["built-in", "group-of-three", "price-war"])
def test_the_answers_are_those_of_python(browser, cases, name):
    own, page = cases[name], browser.new_page()
    data = json.dumps(own["model"]).replace("<", "\\u003c")
    page.set_content(
        f'<section id="try"><div id="explorer"></div></section><script type="application/json" '
        f'id="explorer-data">{data}</script><script>{(PAGE / "explorer.js").read_text("utf-8")}</script>'
    )
    links = [case["link"] for case in own["cases"]]
    for case, found in zip(
        own["cases"], page.evaluate("all => all.map(explorer.answer)", links), strict=True
    ):
        assert found["remarks"] == [], case["link"]
        assert found["sequential"] == case["sequential"], case["link"]
        assert found["pure"] == case["pure"], case["link"]
        for place, chance in (case["logit"] or {}).items():
            assert abs(found["logit"][int(place)] - chance) <= 1e-6, case["link"]
    for drawn in own["maps"]:
        shares = {}
        for cell in page.evaluate("m => explorer.map(m.x, m.y, m.concept)", drawn):
            label = " ".join(map(str, cell["outcomes"]))
            shares[label] = shares.get(label, 0.0) + cell["share"]
        assert shares == pytest.approx(drawn["shares"], abs=1e-9), (drawn["x"], drawn["y"])
    page.close()


def walked(page):
    """Go to the end of the walk, and open everything."""
    page.locator(".try-places button").last.click()
    page.evaluate("document.querySelectorAll('#try details').forEach(d => { d.open = true; })")
    return page


def verdict(page):
    return page.locator(".try-verdict p").first.inner_text()


def test_the_walk_turns_the_answer_and_reset_turns_it_back(opened):
    page = opened()
    before = verdict(page)
    walked(page)
    assert verdict(page).split(".")[0] != before.split(".")[0]
    assert "changed" in verdict(page)
    page.get_by_role("button", name="Reset").click()
    assert verdict(page) == before and "As in the assessment" in before


def test_a_link_leads_to_the_same_state_and_python_reads_it(opened, browser):
    page = walked(opened())
    page.locator("#try-weight-0").press("ArrowRight")
    page.wait_for_url(re.compile("#\\?scenario="))
    other = opened()
    other.goto(page.url)
    other.reload()
    assert verdict(other) == verdict(page)
    scenario = bg.load_scenario()
    settings = scenario.settings_from(page.url)
    assert settings.remarks == () and settings.choice.changes
    found = bg.solve.sequential_equilibria(settings.game(), settings.scenario.order)
    shown = other.locator(".try-played > span:first-child").all_inner_texts()
    played = {re.sub(r"[^a-z ]", "", text.split(",")[0]).strip().replace(" ", "_") for text in shown}
    assert played == set(found.outcomes[0].pure_profile.values())


def test_what_does_not_fit_in_a_link_is_named_and_the_rest_is_set(opened):
    page = opened()
    page.goto(page.url + "#?weight.putin.loans=0.8&weight.putin.lones=1&colour=blue&type.putin=angry")
    page.reload()
    said = page.locator(".try-remarks li").all_inner_texts()
    assert len(said) == 3 and all(any(word in one for one in said) for word in ("lones", "colour", "angry"))
    assert "1 assumption changed" in verdict(page)


def test_the_command_gives_the_same_outcome(opened):
    page = walked(opened())
    page.locator("#try-without").select_option("17b")
    page.locator("#try-hold-2").select_option("isolate")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy command").click()
    command = page.get_by_label("Text to copy").input_value()
    assert command.startswith("belarusgame assess belarus-2022 ") and "--without 17b" in command
    arguments = command.split("\n")[0].split()[1:]
    done = subprocess.run(
        [sys.executable, "-m", "belarusgame", *arguments, "--json"], capture_output=True, check=True
    )
    (outcome,) = json.loads(done.stdout)["readings"][0]["solution"]["outcomes"]
    (profile,) = outcome["profiles"]
    played = page.locator(".try-played > span:first-child").all_inner_texts()
    labels = [profile[player] for player in bg.load_scenario().labels.players]
    assert all(any(label.replace("_", " ") in text for text in played) for label in labels), (profile, played)


def test_the_settings_as_python_are_a_choice(opened):
    page = walked(opened())
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy settings as Python").click()
    made = {}
    exec(page.get_by_label("Text to copy").input_value(), made)
    page.wait_for_url(re.compile("#\\?scenario="))
    assert made["choice"] == made["scenario"].settings_from(page.url).choice


@pytest.mark.parametrize("width", [320, 720, 1440])
def test_everything_can_be_hit_and_nobody_scrolls_sideways(opened, width):
    page = walked(opened(width=width))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.evaluate(SIZES)
    assert len(sizes) > 60
    assert [one for one in sizes if max(one[2:]) < 24] == []
    assert [one for one in sizes if one[1] == "button" and one[2] < 40] == []


def test_the_keyboard_alone_walks_and_searches(opened):
    page = opened()
    slider = page.get_by_label("How far on the way")
    slider.focus()
    slider.press("End")
    assert "changed" in verdict(page)
    page.get_by_label("Find an assumption").fill("17a")
    assert page.locator(".try-control label").all_inner_texts().count("home front") == 1
    assert page.locator(".try-group[open]").count() == 1
    order = page.evaluate(
        f"[...document.querySelectorAll('{CONTROLS}')].map(e => e.tabIndex).every(index => index === 0)"
    )
    assert order


def test_the_verdict_is_said_once_a_second_at_most(opened):
    page = opened()
    page.wait_for_timeout(1100)
    page.evaluate(LISTEN)
    slider = page.get_by_label("How far on the way")
    slider.focus()
    for _ in range(12):
        slider.press("PageUp")
        page.wait_for_timeout(60)
    page.wait_for_timeout(1200)
    said = page.evaluate("said")
    assert said and all(later - former > 900 for former, later in pairwise(said))
    assert page.locator("#try [aria-live]").first.inner_text().startswith(verdict(page).split(".")[0])


def test_on_paper_and_without_javascript_there_is_no_control(opened):
    page = opened()
    page.emulate_media(media="print")
    assert not page.locator("#try").is_visible()
    plain = opened(java_script_enabled=False)
    assert not plain.locator("#try").is_visible()
    assert plain.locator("h1").is_visible() and plain.locator("#computed").is_visible()


def test_in_a_frame_that_forbids_nearly_all_it_works(browser, reports):
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_content('<iframe sandbox="allow-scripts" width="900" height="700"></iframe>')
    page.eval_on_selector(
        "iframe", "(e, html) => { e.srcdoc = html }", reports["built-in"].read_text("utf-8")
    )
    frame = page.frame_locator("iframe")
    frame.locator(".try-places button").last.click()
    assert "changed" in frame.locator(".try-verdict p").first.inner_text()
    frame.get_by_role("button", name="Copy link").click()
    assert "#?scenario=" in frame.get_by_label("Text to copy").input_value()
    page.wait_for_timeout(500)
    assert [text for text in said if "lipboard" not in text] == []
    page.close()


def test_a_hostile_scenario_is_text(opened):
    page = opened("hostile")
    page.evaluate("document.querySelectorAll('#try details').forEach(d => { d.open = true; })")
    page.locator("#try input[type=range]").first.press("End")
    assert page.evaluate("document.images.length") == 0 and page.said == []
    assert page.locator("#try").inner_text().count("</script>") > 0


def test_screens_of_the_walk_are_written_to_be_looked_at(opened, tmp_path):
    for name, width, scheme in (("wide", 1440, "light"), ("narrow", 360, "light"), ("dark", 1440, "dark")):
        page = opened(width=width, height=900, color_scheme=scheme)
        page.locator("#try").screenshot(path=tmp_path / f"{name}.png")
        page.locator(".try-places button").last.click()
        page.locator("#try").screenshot(path=tmp_path / f"{name}-walk.png")
    assert len(list(tmp_path.glob("*.png"))) == 6
