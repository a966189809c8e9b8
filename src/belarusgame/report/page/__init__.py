"""The report as one file that stands on its own: every number from the computation, no script, no request."""

from belarusgame.report.page.rendering import Page, page

__all__ = ["Page", "page"]
