"""Links that lead out of the documents' folder in a checkout lead to a page of the site."""

import re

from pygments.lexers.special import TextLexer

#: The codebook and the README are files of the checkout; the site has them, or what they say, as pages.
ELSEWHERE = {"seeds/README.md": "/reference/codebook.md", "README.md": "/index.md"}
LINK = re.compile(r"\]\((?:\.\./)+(seeds/README\.md|README\.md)")


def lead(app, docname, source):
    """Rewrite the links of one page."""
    source[0] = LINK.sub(lambda link: f"]({ELSEWHERE[link[1]]}", source[0])


def setup(app):
    """Watch every page that is read."""
    app.connect("source-read", lead)
    app.add_lexer("mermaid", TextLexer)  # drawn where a checkout is looked at; here its text is shown
    return {"parallel_read_safe": True, "parallel_write_safe": True}
