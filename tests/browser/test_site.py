"""The documentation as a site: every name has its page, every link its end, and everybody can read it."""

import gzip
import importlib
import importlib.util
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

DOCS = Path(__file__).parents[2] / "docs"

#: Ten pages, one of each kind.
PAGES = (
    "index.html",
    "tutorial/index.html",
    "how-to/prove-that-it-never-happens.html",
    "explanation/complete.html",
    "reference/scenario.html",
    "reference/command.html",
    "reference/names/belarusgame.solve.html",
    "reference/names/belarusgame.explore/sweep.html",
    "compared/gambit.html",
    "notebooks/will_belarus_join.html",
)

#: What a page may weigh with everything that it loads, in bytes, as a server sends it: text compressed.
MOST = 700_000


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Build the site, or take the one that `BELARUSGAME_SITE` names."""
    if given := os.environ.get("BELARUSGAME_SITE"):
        return Path(given)
    if any(importlib.util.find_spec(name) is None for name in ("sphinx", "myst_nb", "numpydoc")):
        pytest.skip("the extra `docs` is not installed")
    built = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "-n", "-q", str(DOCS), str(built)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return built


@pytest.fixture
def shown(browser, site):
    """Return a function that opens a page of the site, and close what was opened."""
    contexts = []

    def show(name, width=1280, **settings):
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **settings)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((site / name).as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


class Links(HTMLParser):
    """The links of a page, and what in it can be linked to."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.anchors |= {given[key] for key in ("id", "name") if given.get(key)}
        if tag in {"a", "img", "script", "link"}:
            self.links += [given[key] for key in ("href", "src") if given.get(key)]


def test_internal_links_and_anchors_resolve(site):
    files = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    pages = {path: Links(path.read_text("utf-8")) for path in files}
    assert len(pages) > 250
    broken = []
    for path, page in pages.items():
        for link in page.links:
            target, anchor = urldefrag(link)
            if re.match(r"[a-z]+:", target):
                continue
            end = (path.parent / unquote(target.partition("?")[0])).resolve() if target else path
            known = pages.get(end)
            if not end.exists() or (anchor and known and unquote(anchor) not in known.anchors):
                broken.append((str(path.relative_to(site)), link))
    assert broken == []


def public_names():
    """Return `making.names` of the documents' folder."""
    spec = importlib.util.spec_from_file_location("names", DOCS / "making" / "names.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_public_name_has_its_page(site):
    making = public_names()
    members = making.public_objects()
    assert len(members) > 200
    for name, thing in members.items():
        page = site / "reference" / "names" / making.page_of(name, thing).with_suffix(".html")
        assert f'id="{name}"' in page.read_text("utf-8"), name
    listed = {f"{package}.{name}" for package in making.PACKAGES for name in sys.modules[package].__all__}
    for name in listed - set(members):  # a package, or listed under another name before
        thing = getattr(sys.modules[name.rpartition(".")[0]], name.rpartition(".")[2])
        assert name in making.PACKAGES or any(thing is other for other in members.values()), name


def test_every_function_says_what_it_takes():
    # Figures are left out: each takes the record that it draws, and their reference says the rest of all.
    validate = pytest.importorskip("numpydoc.validate", reason="the extra `docs` is not installed").validate
    docstring = importlib.import_module("numpydoc.docscrape").get_doc_object
    checks = {"PR01", "PR02", "PR03", "PR04", "PR07", "PR10", "RT03"}
    wrong = {
        name: errors
        for name, thing in public_names().public_objects().items()
        if not isinstance(thing, type)
        and ".figures." not in name
        and (errors := [error for error in validate(docstring(thing))["errors"] if error[0] in checks])
    }
    assert wrong == {}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_in_anybodys_way(shown, name):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="the extra `browser` is not installed"
    )
    found = axe.Axe().run(shown(name)).response["violations"]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found] == []


@pytest.mark.parametrize("name", PAGES)
def test_nobody_scrolls_sideways_on_a_phone(shown, name):
    page = shown(name, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_and_asks_for_nothing_from_elsewhere(shown, site, name):
    page = shown(name)
    assert page.said == []
    files = {Path(unquote(re.sub(r"[?#].*", "", url).removeprefix("file://"))) for url in page.asked}
    assert all(path.is_relative_to(site) for path in files), page.asked
    weights = {path.name: sent(path) for path in files}
    assert sum(weights.values()) < MOST, weights


def sent(path):
    """Return how many bytes of a file travel."""
    return path.stat().st_size if path.suffix == ".woff2" else len(gzip.compress(path.read_bytes()))


@pytest.mark.parametrize(
    ("words", "clicks"),
    [
        ("Prove that something never happens", ["prove that something never happens"]),
        ("How a hedged claim is weighed", ["how a hedged claim is weighed"]),
        ("Why is my solution", ['what "complete" and "partial" mean']),
    ],
)
def test_a_new_user_finds_it_from_the_front_page(shown, words, clicks):
    page = shown("index.html")
    assert len(clicks) <= 3
    for click in clicks:
        page.locator("article").get_by_role(
            "link", name=re.compile(re.escape(click).replace('"', "."))
        ).click()
    page.get_by_role("heading", name=re.compile(re.escape(words), re.IGNORECASE)).first.wait_for(
        timeout=10_000
    )
