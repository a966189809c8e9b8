"""From what was computed to a page, and to Markdown: rendered only, nothing is computed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from belarusgame.base.at_work import working_on
from belarusgame.base.settings import flag, refused
from belarusgame.base.writing import write_text
from belarusgame.report.assessment import Assessment

if TYPE_CHECKING:
    from belarusgame.report.page.contents import Contents
    from belarusgame.simulate import History

#: The sections, each a question; those without data are left out.
HEADINGS = {
    "picture": "Who does what, and what would have followed?",
    "why": "Why does nobody do otherwise?",
    "depends": "What does the answer depend on?",
    "sure": "How sure is it?",
    "hidden": "Does anybody have to guess?",
    "time": "How likely by when?",
    "change": "What would change it?",
    "claims": "Which sentences carry it?",
    "check": "What does the assumptions check say?",
    "computed": "How was it computed?",
}
#: A picture for a wide screen and one for a narrow one, as wide as on a page and on a phone.
KINDS = {"wide": "page", "narrow": "phone"}
ORDINALS = ("one", "two", "three")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Page:
    """A report to hand on.

    Attributes
    ----------
    contents : Contents
        What it shows; ``contents.data`` holds every number of it, by the names that the page gives.
    explorer : bool
        Whether the page holds the explorer, in which the reader tries other assumptions.
    """

    contents: Contents
    explorer: bool = True

    @cached_property
    def html(self) -> str:
        """One file that stands on its own: no request; light, dark, wide, narrow and printed.

        Its one script is the explorer; without JavaScript the rest is all there.
        """
        from markupsafe import Markup

        from belarusgame.report.page.explorer import explorer_of

        style = (Path(__file__).parent / "style.css").read_text("utf-8")
        drawn, shared = self._pictures
        pictures = {
            name: {kind: Markup(drawn[name, kind]) for kind in KINDS} for name in self.contents.charts
        }
        made = explorer_of(self.contents) if self.explorer else None
        return self._rendered(
            "template.html", marked=True, style=Markup(style + shared), pictures=pictures, explorer=made
        )

    @cached_property
    def markdown(self) -> str:
        """The same numbers as plain text."""
        return self._rendered("template.md", marked=False)

    @cached_property
    @working_on("the pictures")
    def _pictures(self) -> tuple[Mapping[tuple[str, str], str], str]:
        """Every figure at two widths, of which a screen shows one, and the rules of their style."""
        from belarusgame.report.figures.inline import inlined, sharing_styles

        return sharing_styles(
            {
                (name, kind): inlined(
                    chart.written("svg", width), prefix=f"{name}-{kind}-", alt=chart.alt, kind=kind
                )
                for name, chart in self.contents.charts.items()
                for kind, width in KINDS.items()
            }
        )

    def _rendered(self, template: str, *, marked: bool, **more: Any) -> str:
        """Fill a template; every number goes through one filter, and every text is escaped."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        from belarusgame.report.page.facts import Facts

        data = self.contents.data
        facts = Facts(data, marked=marked)
        environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent), autoescape=marked, undefined=StrictUndefined
        )
        environment.filters["plain"] = _plain_line
        return environment.get_template(template).render(
            data=data,
            number=facts.number,
            cell=facts.cell,
            verdict=self._verdict(data),
            headings=[(key, words) for key, words in HEADINGS.items() if self._has(key, data)],
            ordinals=ORDINALS,
            commands=self.contents.commands,
            files=self.contents.files,
            **self._links(data),
            **more,
        )

    def _has(self, section: str, data: Mapping[str, Any]) -> bool:
        """Whether a section's data is there."""
        charts, main = self.contents.charts, data[data["main"]]
        return {
            "picture": "play" in charts,
            "why": bool(main["explanations"]),
            "depends": "structures" in charts or "basis" in charts,
            "sure": "sweep" in main or "mistakes" in charts,
            "hidden": data["signals"] is not None,
            "time": data["months"] is not None or data["backtest"] is not None,
            "change": "walk" in charts or data["telling"] is not None,
            "check": data["check"] is not None,
        }.get(section, True)

    def _verdict(self, data: Mapping[str, Any]) -> str:
        """Answer the question in a word or two."""
        chance = data[data["main"]]["chance"]
        if chance is None:
            return "No answer."
        if chance["greatest"] == 0.0:
            return "No."
        return "Yes." if chance["least"] == 1.0 else "It depends."

    def _links(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return which claims and which weights belong together, by their places on the page."""
        scenario, cited = self.contents.scenario, self.contents.assessment.audit.cited_by
        keys = [entry["key"] for entry in data["considerations"]]
        rows: list[dict[str, Any]] = []
        for claim in scenario.evidence.claims.values():
            places = [place.removeprefix("considerations.") for place in cited.get(claim.name, ())]
            rows.append(
                {
                    "name": claim.name, "says": claim.says, "kind": claim.kind, "firmness": claim.firmness,
                    "background": claim.background,
                    "numbers": [place for place in places if place in keys],
                    "others": [place for place in places if place not in keys],
                }
            )  # fmt: skip
        return {
            "claim_rows": rows,
            "place_of": {row["name"]: k for k, row in enumerate(rows)},
            "number_of": {key: k for k, key in enumerate(keys)},
            "names": {entry["key"]: entry["name"] for entry in data["considerations"]},
        }

    def save(self, path: Any, *, force: bool = False) -> None:
        """Write the page to a file: Markdown if its name ends in ``.md``, else HTML.

        Parameters
        ----------
        path : str or path-like
            Where to.
        force : bool
            Whether a file that is there is replaced.

        Raises
        ------
        GameError
            If the file cannot be written, or is there already.
        """
        from belarusgame.base.files import checked_path

        kind = checked_path(path).suffix.lower()
        write_text(path, self.markdown if kind == ".md" else self.html, new=not flag("force", force))

    def _repr_html_(self) -> str:
        from html import escape

        # A page inside a page is kept apart: its script sees and changes nothing of what is around it.
        size = 'sandbox="allow-scripts" width="100%" height="700"'
        return f'<iframe title="The report" {size} srcdoc="{escape(self.html)}"></iframe>'

    def __repr__(self) -> str:
        return f"<Page: {self.contents.scenario.title}, {len(self.contents.charts)} figures>"


def page(
    assessment: Assessment, *, history: History | str | Path | None = None, explorer: bool = True
) -> Page:
    """Make a report of an assessment: one page that opens from disk, anywhere.

    Parameters
    ----------
    assessment : Assessment
        From :func:`belarusgame.report.assess`; with ``draws`` it holds what the sections on certainty need.
        Sections whose data is not there are left out.
    history : History, str or Path, optional
        What happened afterwards, for the back-test, as in :func:`belarusgame.simulate.backtest`.
    explorer : bool
        Whether the page holds the explorer, in which the reader tries other assumptions.

    Returns
    -------
    Page
        With ``html``, ``markdown`` and ``save``.

    Raises
    ------
    GameError
        If it is something else.

    Examples
    --------
    >>> import belarusgame as bg
    >>> page = bg.report.page(bg.report.assess(bg.load_scenario("belarus-2022")))
    >>> page.html.startswith("<!DOCTYPE html>")
    True
    """
    from belarusgame.report.page.contents import contents_of

    if not isinstance(assessment, Assessment):
        raise refused("assessment", assessment, "an Assessment; bg.report.assess(scenario) makes one")
    return Page(contents=contents_of(assessment, history), explorer=flag("explorer", explorer))


def _plain_line(words: object) -> str:
    """Write a text so that Markdown takes it for text, on one line."""
    from belarusgame.report.figures.lettering import one_line

    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in one_line(str(words)))
