"""Pictures inside a page: an element has each attribute once, whichever styles they share."""

from belarusgame.report.figures.inline import sharing_styles


def test_a_picture_keeps_its_own_class_beside_that_of_its_style():
    drawn = '<svg class="{}" role="img" style="width:1px"><g style="fill:red"/></svg>'
    made, rules = sharing_styles({kind: drawn.format(kind) for kind in ("wide", "narrow")})
    for kind, svg in made.items():
        root, inside = svg.split("><", 1)
        assert root.startswith(f'<svg class="{kind} s') and root.count("class=") == 1
        assert inside.count("class=") == 1 and "style=" not in svg
    assert "width:1px" in rules and "fill:red" in rules
