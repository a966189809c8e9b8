"""The report as one file that stands on its own: every number is computed, nobody is asked for anything."""

from belarusgame.report.page.rendering import Page, page

__all__ = ["Page", "page"]
