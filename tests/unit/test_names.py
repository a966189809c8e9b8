"""One idea has one name: no class of the library is called like another one."""

import ast
from collections import Counter
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "belarusgame"


def classes_of(source):
    """Return the names of all classes, without the underscore of those that stay in their module."""
    return [node.name.lstrip("_") for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]


def twice(names):
    return sorted(name for name, count in Counter(names).items() if count > 1)


def test_no_class_is_called_like_another_one():
    names = [name for path in sorted(SOURCE.rglob("*.py")) for name in classes_of(path.read_text("utf-8"))]
    assert len(names) > 150  # the package was really read
    assert twice(names) == []


def test_two_of_a_name_are_caught():
    assert twice(classes_of("class A: ...\nclass B:\n    class C: ...\nclass _A: ...")) == ["A"]
