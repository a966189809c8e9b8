"""A real browser, offline; the tests are skipped, with the reason, where there is none."""

import shutil

import hostile
import pytest

import belarusgame as bg

#: What Debian and others call the browser.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory):
    """Return the files of two reports, and the page of the first."""
    folder = tmp_path_factory.mktemp("reports")
    made = {}
    for name, scenario, history in (
        ("built-in", bg.load_scenario(), "history"),
        ("hostile", hostile.hostile(), hostile.history()),
    ):
        made[name] = folder / f"{name}.html"
        bg.report.page(hostile.assessed(scenario, 300), history=history).save(made[name])
    return made


@pytest.fixture
def opened(browser, reports):
    """Return a function that opens a report at a width, and close what was opened."""
    contexts = []

    def open_(name="built-in", width=1440, height=900, **settings):
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **settings)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(reports[name].as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
