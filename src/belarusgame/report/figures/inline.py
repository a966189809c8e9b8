"""Matplotlib's SVG as a part of a page: small, with ids of its own, in the colours of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import TypeVar
from xml.etree import ElementTree

from belarusgame.report.figures.lettering import FAMILY
from belarusgame.report.figures.palette import HUES, INK, PAPER, RULE, SHADE, SOFT

#: The variables of a page that stand for the colours of figures, so that they follow light and dark.
VARIABLES = {
    INK: "--ink",
    SOFT: "--soft",
    RULE: "--rule",
    SHADE: "--shade",
    PAPER: "--paper",
    **{hue: f"--hue-{k}" for k, hue in enumerate(HUES, 1)},
}

#: What SVG does anyway, so that it need not be said.
USUAL = {"text-anchor: start", "stroke-miterlimit: 100000", "font-style: normal", f"font-family: '{FAMILY}'"}

Key = TypeVar("Key")

#: What matplotlib writes that a page cannot take as it is: links and identities, which would be those of
#: another picture on the page too, numbers with more digits than can be seen, and styles said over again.
_LINK = "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?\d+\.\d+")
_IDENTITY = re.compile(r' id="([^"]+)"')
_SAID = re.compile(r' style="([^"]*)"')
#: A picture's own class, and that of its style: an element has the attribute once.
_TWO_CLASSES = re.compile(r'^(<svg class="[^"]*)"([^>]*) class="(s\d+)"')
_FALLBACK = re.compile(r"var\((--[a-z0-9-]+),#[0-9a-f]{6}\)")
_UNTURNED = re.compile(r"rotate\(-?0 [^()]*\)")


def inlined(svg: bytes, *, prefix: str, alt: str, kind: str = "") -> str:
    """Return a picture, as matplotlib writes it, as markup for the inside of a page.

    Its ids begin with the prefix, another one for each picture of a page; ``alt`` is for who does not see it,
    and ``kind`` a class of the page's style.
    """
    root = ElementTree.fromstring(svg)
    box = " ".join(map(_short, root.attrib["viewBox"].split()))
    width = box.split()[2]
    content = "".join(part for child in root for part in _written(child, prefix))
    for number, name in enumerate(dict.fromkeys(_IDENTITY.findall(content))):
        content = content.replace(name, f"{prefix}{number}")
    look = f"max-width:{width}pt;font-family:'{FAMILY}',Verdana,sans-serif;background:var(--paper,{PAPER})"
    named = f' class="{escape(kind)}"' if kind else ""
    return (
        f'<svg{named} xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="100%" role="img" '
        f'aria-label="{escape(alt)}" style="{look}">{content}</svg>'
    )


def sharing_styles(pictures: Mapping[Key, str]) -> tuple[dict[Key, str], str]:
    """Return the pictures of one page with classes for the styles that recur, and the rules of these.

    The page has the colours, so that no picture needs to say what they are without it.
    """
    plain = {name: _FALLBACK.sub(r"var(\1)", svg) for name, svg in pictures.items()}
    counts = Counter(said for svg in plain.values() for said in _SAID.findall(svg))
    named = {said: f"s{k}" for k, (said, count) in enumerate(counts.most_common()) if count > 1}

    def short(found: re.Match[str]) -> str:
        return f' class="{named[found[1]]}"' if found[1] in named else found[0]

    made = {name: _TWO_CLASSES.sub(r'\1 \3"\2', _SAID.sub(short, svg)) for name, svg in plain.items()}
    return made, "\n".join(f".{name}{{{unescape(said)}}}" for said, name in named.items())


def _written(element: ElementTree.Element, prefix: str) -> Iterator[str]:
    """Write an element without what a page has no use for."""
    tag = element.tag.rpartition("}")[2]
    if tag in ("metadata", "style") or _is_ground(element):
        return
    inside = "".join(part for child in element for part in _written(child, prefix))
    words = escape(element.text, quote=False) if tag == "text" and element.text else ""
    attributes = "".join(_attributes(element, tag, prefix))
    if tag in ("g", "defs") and not inside:
        return
    if tag == "g" and not attributes:
        yield inside
    elif inside or words:
        yield f"<{tag}{attributes}>{words}{inside}</{tag}>"
    else:
        yield f"<{tag}{attributes}/>"


def _is_ground(element: ElementTree.Element) -> bool:
    """Whether it is the sheet of paper, which the page has already."""
    return element.attrib.get("id") == "patch_1" and any(
        child.attrib.get("style", "") == f"fill: {PAPER}" for child in element
    )


def _attributes(element: ElementTree.Element, tag: str, prefix: str) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name == "id" and tag == "g":
            continue
        if name == _LINK:
            yield f' href="#{prefix}{value[1:]}"'
        elif name == "id":
            yield f' id="{prefix}{value}"'
        elif name == "style":
            if made := _style(value, prefix):
                yield f' style="{made}"'
        elif name == "fill" and "style" not in element.attrib:  # of the ground of a pattern
            yield f' style="{_style(f"fill: {value}", prefix)}"'
        elif name == "transform" and _UNTURNED.fullmatch(value):
            continue
        else:
            short = _NUMBER.sub(lambda found: _short(found[0]), " ".join(value.split()))
            yield f' {name}="{escape(short.replace("url(#", f"url(#{prefix}"))}"'


def _style(style: str, prefix: str) -> str:
    """Write a style with the page's colours and without what goes without saying."""
    parts = [part.strip() for part in style.split(";") if part.strip() not in USUAL]
    said = ";".join(":".join(part.strip() for part in part.split(":", 1)) for part in parts)
    for colour, variable in VARIABLES.items():
        said = said.replace(colour, f"var({variable},{colour})")
    said = _NUMBER.sub(lambda found: _short(found[0]), said).replace("url(#", f"url(#{prefix}")
    return escape(said)


def _short(number: str) -> str:
    """Round to a tenth of a point; small numbers, as of marks, to a hundredth."""
    value = float(number)
    text = f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
