"""The report in Chromium: read by everybody, at every width and on paper, with nobody asked for anything."""

import re
import time

import pytest

html5lib = pytest.importorskip("html5lib", reason="the extra `browser` is not installed")

NAMES = ("built-in", "hostile")

#: Text and what lies behind it, as the screen shows them, must differ so much.
CONTRAST = 4.5

BOTTOMS = "all => all.map(e => e.getBoundingClientRect().bottom)"

#: Every text of a picture: its colour and what lies behind it: the topmost filled shape under its middle.
READ_PICTURES = """() => {
  const rgb = c => c.match(/[0-9.]+/g).slice(0, 3).map(Number);
  const linear = v => v <= 10 ? v / 3295 : ((v / 255 + 0.055) / 1.055) ** 2.4;
  const light = c => { const [r, g, b] = rgb(c).map(linear); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const found = [];
  for (const svg of document.querySelectorAll('svg[role=img]')) {
    if (getComputedStyle(svg).display === 'none') continue;
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
      let behind = ground;
      for (const shape of svg.querySelectorAll('path, rect')) {
        if (shape.closest('defs, clipPath, pattern')) continue;
        if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
        const b = shape.getBoundingClientRect(), fill = getComputedStyle(shape).fill;
        if (fill.startsWith('rgb') && b.left <= x && x <= b.right && b.top <= y && y <= b.bottom) {
          const point = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
          if (shape.isPointInFill(point)) behind = fill; } }
      const [a, b] = [light(getComputedStyle(text).fill), light(behind)].sort((p, q) => q - p);
      found.push([text.textContent, (a + 0.05) / (b + 0.05)]); } }
  return found; }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 360])
def test_nothing_stands_in_anybodys_way(opened, width, scheme):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="the extra `browser` is not installed"
    )
    page = opened(width=width, color_scheme=scheme)
    for walked in (False, True):
        if walked:  # the explorer at the end of its walk, with everything open
            page.locator(".try-places button").last.click()
            page.evaluate("document.querySelectorAll('#try details').forEach(d => { d.open = true; })")
        found = axe.Axe().run(page).response
        assert [
            (rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found["violations"]
        ] == []
        unsure = [
            (rule["id"], node["html"][:120])
            for rule in found["incomplete"]
            for node in rule["nodes"]
            if not (rule["id"] == "color-contrast" and "<text" in node["html"])
        ]
        assert unsure == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_text_of_pictures_can_be_read(opened, width, scheme):
    texts = opened(width=width, color_scheme=scheme).evaluate(READ_PICTURES)
    assert len(texts) > 100
    assert [(text, ratio) for text, ratio in texts if ratio < CONTRAST] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_opens_at_once_says_nothing_and_asks_for_nothing(opened, reports, name):
    started = time.perf_counter()
    page = opened(name)
    assert time.perf_counter() - started < 5.0  # a second on a machine with nothing else to do
    assert page.said == []
    assert page.asked == [reports[name].as_uri()]
    assert page.title()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 360, 720, 1440])
def test_nobody_scrolls_sideways(opened, name, width):  # 720 is 1440 at 200 %
    page = opened(name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_screen_answers(opened):
    page = opened()
    bottoms = page.eval_on_selector_all(".answer, .facts", BOTTOMS)
    assert len(bottoms) == 4 and max(bottoms) <= 900
    narrow = opened(width=360, height=740)
    bottoms = narrow.eval_on_selector_all(".answer", BOTTOMS)
    assert len(bottoms) == 3 and max(bottoms) <= 740


def test_the_keyboard_is_enough_and_focus_is_seen(opened):
    page = opened()
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], summary, [tabindex=\"0\"], input, select, button:enabled')]"
        ".filter(e => !e.closest('details:not([open]) > :not(summary)')).length"
    )
    seen = []
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        state = page.evaluate(
            "(() => { const e = document.activeElement; if (e === document.body) return null;"
            " return [e.outerHTML.slice(0, 120), getComputedStyle(e).outlineStyle]; })()"
        )
        if state is None:
            break
        seen.append(state)
    assert len(seen) >= wanted
    assert [html for html, outline in seen if outline == "none"] == []
    page.keyboard.press("Escape")
    page.focus("summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('details').open")


@pytest.mark.parametrize("name", NAMES)
def test_on_paper_everything_is_there(opened, name):
    page = opened(name)
    page.emulate_media(media="print")
    headings = page.eval_on_selector_all(
        "section:not(#try) h2", "all => all.map(e => e.getBoundingClientRect().height)"
    )
    assert len(headings) >= 6 and min(headings) > 0
    assert page.eval_on_selector("tr", "e => getComputedStyle(e).breakInside") == "avoid"
    assert page.eval_on_selector("figure", "e => getComputedStyle(e).breakInside") == "avoid"
    tables = page.eval_on_selector_all(
        "details:not(.file) table", "all => all.map(e => e.checkVisibility({contentVisibilityAuto: true}))"
    )
    assert len(tables) >= 8 and all(tables)
    assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_html_without_an_error(reports, name):
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(reports[name].read_text("utf-8"))
    assert not parser.errors


def test_what_a_scenario_says_is_shown_as_it_is(opened):
    page = opened("hostile")
    assert page.locator("h1").inner_text().startswith("</script><img src=x onerror=")
    assert page.evaluate("document.images.length") == 0
    assert page.evaluate("document.scripts.length") == 2  # the data and the explorer


def test_it_works_in_a_sandboxed_frame(browser, reports):
    page = browser.new_page()
    page.set_content('<iframe sandbox width="800" height="600"></iframe>')
    page.eval_on_selector(
        "iframe", "(e, html) => { e.srcdoc = html }", reports["built-in"].read_text("utf-8")
    )
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == "Will Belarus enter the war?"
    page.close()


def test_screens_are_written_to_be_looked_at(opened, tmp_path):
    for name, width, height, scheme in (
        ("wide", 1440, 900, "light"),
        ("narrow", 360, 740, "light"),
        ("dark", 1440, 900, "dark"),
    ):
        page = opened(width=width, height=height, color_scheme=scheme)
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
    page.emulate_media(media="print", color_scheme="light")
    page.screenshot(path=tmp_path / "print.png", full_page=True)
    assert len(list(tmp_path.glob("*.png"))) == 4
    assert re.fullmatch(r"\d+", str(page.evaluate("document.documentElement.scrollHeight")))
