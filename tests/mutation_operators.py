"""Where can the code be broken, and how? The mutation operators of ``mutation.py``, and the draw of a seed.

Breaks are made inside functions of the modules that derive, solve, explore and assume; never chosen by hand.
What is left out is left out by these rules, because no test should notice it:

- what only people read: error messages (all that is raised), f-strings, functions that return ``str``, and
  the tables that results print (``Rows``, ``heading`` and the like);
- how code is compiled and how many processors it may use;
- ``strict=True`` of ``zip``, which guards against slips of our own and does nothing while there are none;
- numbers other than 0 to 10 and one half, and all numbers that have a name in capitals or stand in a
  signature: tolerances, budgets and sizes of batches, which steer how long it takes and not what is true;
- whether a tolerance that is met exactly counts as met, where the tolerance has a name in capitals: hardly a
  number does that.
"""

from __future__ import annotations

import ast
import copy
import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: How many places a module has that is never left out.
SOME_LENGTH = 20

#: Other modules show results, read other programs' files, or make the examples of tests.
BROKEN = (
    *("base.", "evidence.", "outcome", "game", "scenario.", "weightspace.", "verification"),
    *("solve.", "explore.", "assume."),
)
NOT_BROKEN = ("tables", "compiling", "threads", "compile_logit", "compile_search", "compile_kernels")
SHOWN = {"heading", "to_frame", "to_dict"}

NEGATED = {ast.Lt: ast.GtE, ast.Gt: ast.LtE, ast.Eq: ast.NotEq, ast.Is: ast.IsNot, ast.In: ast.NotIn}
NEGATED |= {after: before for before, after in NEGATED.items()}
BOUNDARY = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Mod: ast.Mult}
ARITHMETIC |= {ast.FloorDiv: ast.Mult, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}
ARITHMETIC |= {ast.LShift: ast.RShift, ast.RShift: ast.LShift}
SWAPPED = {ast.And: ast.Or, ast.Or: ast.And}
PAIRS = ("min max", "any all", "minimum maximum", "argmin argmax", "floor ceil", "zeros ones")
TWINS = {a: b for pair in PAIRS for a, b in itertools.permutations(pair.split())}
NUMBERS = ("int", "float", "Fraction", "FloatArray", "IntArray", "NDArray[np.float64]")
EMPTY = {"list[": "[]", "dict[": "{}", "set[": "set()", "frozenset[": "frozenset()"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """One piece of code, and what it is replaced by."""

    module: str
    operator: str
    lines: tuple[int, int]
    columns: tuple[int, int]  # in bytes, as the syntax tree counts them
    before: str
    after: str

    def applied(self, source: str) -> str:
        """Return the broken source."""
        lines = source.encode().splitlines(keepends=True)
        (first, last), (start, end) = self.lines, self.columns
        middle = lines[first - 1][:start] + self.after.encode() + lines[last - 1][end:]
        return b"".join([*lines[: first - 1], middle, *lines[last:]]).decode()


def walk(node: ast.AST, returns: str | None = None) -> Iterator[tuple[ast.AST, str]]:
    """Yield the nodes inside functions, with what the function returns, without what the rules leave out."""
    children = list(ast.iter_child_nodes(node))
    match node:
        case ast.FunctionDef(body=children, name=name, returns=annotation):
            returns = ast.unparse(annotation) if annotation else ""
            if returns in {"str", "Rows"} or name in SHOWN or name.startswith("__r"):
                return
        case ast.Raise() | ast.JoinedStr() | ast.arguments():
            return
        case ast.Call(func=ast.Name(id="cast"), args=[_, value]):
            children = [value]
        case ast.Call(func=ast.Name(id="zip"), args=children):
            pass
        case ast.AnnAssign(value=value):
            children = [value] if value else []
    if returns is not None and not isinstance(node, ast.FunctionDef):
        yield node, returns
    for child in children:
        yield from walk(child, returns)


def changes(node: ast.AST, returns: str) -> Iterator[tuple[str, ast.AST, str]]:
    """Yield the mutation operators that apply: name, what is replaced, and by what."""
    match node:
        case ast.Compare(ops=[first, *_]):
            for name, others in (("boundary", BOUNDARY), ("negated comparison", NEGATED)):
                if type(first) in others:
                    yield name, node, with_operator(node, others[type(first)])
        case ast.BinOp(op=op, left=left) if type(op) in ARITHMETIC and not is_text_or_list(left):
            yield "arithmetic", node, with_operator(node, ARITHMETIC[type(op)])
        case ast.AugAssign(op=op, value=value) if type(op) in ARITHMETIC and not is_text_or_list(value):
            yield "arithmetic", node, with_operator(node, ARITHMETIC[type(op)])
        case ast.BoolOp(op=op):
            yield "and/or", node, with_operator(node, SWAPPED[type(op)])
        case ast.UnaryOp(op=ast.USub() | ast.Not() as op, operand=operand):
            yield "sign" if isinstance(op, ast.USub) else "dropped not", node, ast.unparse(operand)
        case ast.Constant(value=bool(value)):
            yield "constant", node, str(not value)
        case ast.Constant(value=int(value) | float(value)) if value in {*range(11), 0.5}:
            yield "constant", node, str(value + 1)
        case ast.Name(id=name) if name in TWINS:
            yield "twin function", node, TWINS[name]
        case ast.Attribute(attr=name, value=value) if name in TWINS:
            yield "twin function", node, f"{ast.unparse(value)}.{TWINS[name]}"
        case ast.Continue() | ast.Break():
            yield "loop exit", node, "break" if isinstance(node, ast.Continue) else "continue"
        case ast.Return(value=ast.expr() as value):
            yield from (("returned value", value, text) for text in returned(ast.unparse(value), returns))
        case (
            ast.If(test=test)
            | ast.While(test=test)
            | ast.IfExp(test=test)
            | ast.comprehension(ifs=[test, *_])
        ):
            if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
                yield "negated condition", test, f"not {ast.unparse(test)}"


def with_operator(node: ast.AST, operator: type) -> str:
    changed = copy.deepcopy(node)
    if isinstance(changed, ast.Compare):
        changed.ops[0] = operator()
    else:
        changed.op = operator()
    return ast.unparse(changed)


def is_text_or_list(node: ast.AST) -> bool:
    """Tell whether swapping the operator would only stop the program."""
    return isinstance(node, ast.List | ast.Tuple | ast.ListComp | ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def returned(value: str, annotation: str) -> Iterator[str]:
    optional = annotation.endswith(" | None")
    if optional and value != "None":
        yield "None"
    if annotation == "bool":
        yield f"not ({value})"
    elif annotation in NUMBERS:
        yield f"({value}) + 1"
    elif annotation.startswith("tuple[") and "..." in annotation and value != "()":
        yield "()"
    yield from (empty for start, empty in EMPTY.items() if annotation.startswith(start) and value != empty)


def tolerances(trees: Iterable[ast.Module]) -> set[str]:
    """Return the names in capitals that modules give to a fraction or a decimal number."""
    named = [node for tree in trees for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return {
        target.id
        for node in named
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id.isupper() and node.value and not is_whole(node.value)
    }


def is_whole(node: ast.AST) -> bool:
    """Tell whether an expression holds neither a decimal number nor a fraction, other than a whole one."""
    match node:
        case ast.Constant(value=float()) | ast.Name(id="Fraction"):
            return False
        case ast.Call(func=ast.Name(id="Fraction"), args=[ast.Constant(value=int())]):
            return True
    return all(is_whole(part) for part in ast.iter_child_nodes(node))


def breaks_of(module: str, tree: ast.Module, exempt: Collection[str] = ()) -> list[Break]:
    """Return every break that can be made in a module, in the order of its lines; not at ``exempt`` names."""
    found = []
    for node, returns in walk(tree):
        for operator, old, text in changes(node, returns):
            names = {part.id for part in ast.walk(old) if isinstance(part, ast.Name)}
            if operator == "boundary" and not names.isdisjoint(exempt):
                continue
            simple = isinstance(old, ast.stmt | ast.Constant | ast.Name | ast.Attribute)
            found.append(
                Break(
                    module=module,
                    operator=operator,
                    lines=(old.lineno, old.end_lineno),
                    columns=(old.col_offset, old.end_col_offset),
                    before=ast.unparse(old),
                    after=text if simple else f"({text})",
                )
            )
    return found


def possible_breaks(source: Path) -> dict[str, list[Break]]:
    """Return the breaks that can be made in every module of a package."""
    trees = {
        ".".join(path.relative_to(source).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
        for path in sorted(source.rglob("*.py"))
    }
    exempt = tolerances(trees.values())
    broken = (name for name in trees if name.startswith(BROKEN) and not name.endswith(NOT_BROKEN))
    return {name: places for name in broken if (places := breaks_of(name, trees[name], exempt))}


def drawn(possible: dict[str, list[Break]], seed: int, count: int) -> list[Break]:
    """Draw breaks from every module of some length, in proportion to its places, operators alike."""
    turns = [
        (k > 0 or len(places) < SOME_LENGTH, (2 * k + 1) / len(places), module)
        for module, places in possible.items()
        for k in range(len(places))
    ]
    often = Counter(module for *_, module in sorted(turns)[:count])
    return [
        one for module, number in sorted(often.items()) for one in drawn_from(possible[module], seed, number)
    ]


def drawn_from(places: list[Break], seed: int, count: int) -> list[Break]:
    rng = random.Random(f"{seed} {places[0].module}")
    by_operator = defaultdict(list)
    for place in rng.sample(places, len(places)):
        by_operator[place.operator].append(place)
    chosen: list[Break] = []
    while len(chosen) < count:
        operator = rng.choice(sorted(by_operator))
        chosen.append(by_operator[operator].pop())
        if not by_operator[operator]:
            del by_operator[operator]
    return chosen
