"""The report of the built-in scenario, made while the site is built, and a page of it."""

from pathlib import Path

import belarusgame as bg

#: As many as the command's own report draws.
DRAWS = 10_000


def save(app, exception):
    """Make the report and put it beside the site's other pages."""
    if exception is None and app.builder.format == "html":
        assessment = bg.report.assess(bg.load_scenario(), draws=DRAWS)
        bg.report.page(assessment).save(Path(app.outdir, "report.html"), force=True)


def setup(app):
    """Make it at the end of a build."""
    app.connect("build-finished", save)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
