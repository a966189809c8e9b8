"""Which tests are nearest to a module? Those that mirror it or use it, then those of what imports it."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLES = "tests/test_documents.py::test_the_examples_in_docstrings_run[{}]"


@dataclass(kw_only=True)
class Code:
    """The modules of a package, who imports whom, and where its public names are defined."""

    folder: Path
    trees: dict[str, ast.Module] = field(init=False)
    exports: dict[str, str] = field(init=False, default_factory=dict)
    importers: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.trees = {}
        for path in sorted(self.folder.rglob("*.py")):
            parts = (self.folder.name, *path.relative_to(self.folder).with_suffix("").parts)
            package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if package else parts)
            self.trees[name] = ast.parse(path.read_text("utf-8"))
            if package:
                self._note_exports(self.trees[name])
        self.importers = defaultdict(set)
        for name, tree in self.trees.items():
            for other in self.used_by(tree, by_name=False):
                self.importers[other].add(name)

    def _note_exports(self, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                self.exports |= {alias.name: f"{node.module}" for alias in node.names}

    def used_by(self, tree: ast.Module, *, by_name: bool) -> set[str]:
        """Return the modules that code imports; ``by_name``, also those whose public names it mentions."""
        used = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                used |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                public = {self.exports.get(alias.name, f"{node.module}") for alias in node.names}
                used |= (inner & set(self.trees)) or public
            elif by_name and isinstance(node, ast.Attribute) and node.attr in self.exports:
                used.add(self.exports[node.attr])
        return used & set(self.trees) - {self.folder.name}

    def has_examples(self, name: str) -> bool:
        return ">>> " in ast.unparse(self.trees[name])

    def distances(self, module: str) -> dict[str, int]:
        """Return by how many imports every module that depends on this one is away."""
        found, edge = {module: 0}, [module]
        while edge:
            edge = sorted({name for near in edge for name in self.importers[near]} - set(found))
            found |= dict.fromkeys(edge, max(found.values()) + 1)
        return found


def mirrored(path: Path) -> str:
    """Name the module that a unit test mirrors."""
    parts = path.relative_to(ROOT / "tests" / "unit").with_suffix("").parts
    return ".".join(["belarusgame", *parts[:-1], parts[-1].removeprefix("test_")])


class Tests:
    """The test files, which modules they are about, and how long they take."""

    def __init__(self, code: Code, seconds: dict[str, float]) -> None:
        self._code, self._seconds = code, seconds
        self._about: dict[str, dict[str, bool]] = {}
        for path in sorted((ROOT / "tests").rglob("test_*.py")):
            if "browser" in path.parts:  # it needs more memory than a test run may take
                continue
            tree = ast.parse(path.read_text("utf-8"))
            about = dict.fromkeys(code.used_by(tree, by_name=True), False)
            if "unit" in path.parts:
                about |= {name: True for name in code.trees if name == mirrored(path)}
            self._about[str(path.relative_to(ROOT))] = about

    def nearest(self, module: str, budget: float) -> list[str]:
        """Return the tests that depend on a module, the nearest first, as many as fit."""
        distances = self._code.distances(f"belarusgame.{module}")
        near = [name for name in distances if distances[name] <= 1 and self._code.has_examples(name)]
        ranked = [(distances[name], 1, EXAMPLES.format(name)) for name in near]
        for test, about in self._about.items():
            ranks = [
                (distances[name], 0 if mirrors else 1) for name, mirrors in about.items() if name in distances
            ]
            ranked += [(*min(ranks), test)] if ranks else []
        chosen: list[str] = []
        for *_, test in sorted(ranked, key=lambda entry: (*entry[:2], self._seconds.get(entry[2], 0.0))):
            taken = self._seconds.get(test, 0.0)
            if taken <= budget or not chosen:
                chosen.append(test)
                budget -= taken
        return chosen
