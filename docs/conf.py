"""How the documentation becomes a site: `sphinx-build -W -n docs build/site`."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "belarusgame"
author = "the belarusgame contributors"
version = release = version_of("belarusgame")

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "myst_nb",
    "making.names",
    "making.commands",
    "making.format",
    "making.links",
    "making.report",
]
exclude_patterns = ["making", "build"]
highlight_language = "text"  # blocks that say nothing else are shown as they are
default_role = "literal"  # docstrings write `x` as Markdown does

html_theme = "pydata_sphinx_theme"
html_title = "belarusgame"
html_static_path = ["making/site.css", "making/site.js"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "logo": {"text": "belarusgame"},
    "navbar_align": "left",
    "header_links_before_dropdown": 5,
    "show_prev_next": False,
    "collapse_navigation": True,  # every page would list every public name
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}

# Types stand in the sections of a docstring; a signature shows names and defaults.
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autosummary_generate = False  # making/names.py writes the pages
numpydoc_show_class_members = False
# Of every docstring. That functions describe what they take is looked at in tests/browser/test_site.py, since
# records describe their fields as attributes, and properties what they return in one sentence.
numpydoc_validation_checks = {
    "GL05",  # tabs
    "GL06",  # a section that NumPy's style does not know
    "GL07",  # sections in another order
    "GL08",  # no docstring
    "SS01",  # no summary
    "SS02",  # a summary without a capital letter
    "SS03",  # a summary without a full stop
    "SS04",  # a summary that is indented
    "PR02",  # a description of a parameter that there is not
    "PR03",  # parameters in another order
    "PR07",  # a parameter whose description is empty
    "PR10",  # a type that is run into its name
    "RT03",  # a return value whose description is empty
}

myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
