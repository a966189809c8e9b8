"""A page for every public name, from the lists `__all__` of the public packages."""

import functools
import importlib
import inspect
from pathlib import Path
from types import ModuleType

#: In this order: a name that two packages list has its page under the first.
PACKAGES = (
    "belarusgame",
    "belarusgame.solve",
    "belarusgame.explore",
    "belarusgame.assume",
    "belarusgame.simulate",
    "belarusgame.report",
    "belarusgame.report.figures",
    "belarusgame.exchange",
    "belarusgame.testing",
)


@functools.cache
def public_objects() -> dict[str, object]:
    """Return every public function and class by the one name under which it has its page."""
    found: dict[str, object] = {}
    for package in PACKAGES:
        module = importlib.import_module(package)
        for name in module.__all__:
            thing = getattr(module, name)
            if not isinstance(thing, ModuleType) and not any(thing is other for other in found.values()):
                found[f"{package}.{name}"] = thing
    return found


def page_of(name: str, thing: object) -> Path:
    """Return where a name's page stands; classes apart, since `Sweep` and `sweep` may be one file name."""
    package, _, last = name.rpartition(".")
    return Path(package, "classes" if inspect.isclass(thing) else "", last).with_suffix(".rst")


def page(name: str, thing: object) -> str:
    """Return the page of one name."""
    package, _, last = name.rpartition(".")
    directive = "autoclass" if inspect.isclass(thing) else "autofunction"
    options = (
        "   :members:\n   :inherited-members: BaseException, Exception, ValueError, tuple\n"
        if inspect.isclass(thing)
        else ""
    )
    return f"{last}\n{'=' * len(last)}\n\n.. currentmodule:: {package}\n\n.. {directive}:: {last}\n{options}"


def package_page(package: str, members: dict[str, object]) -> str:
    """Return the page of a package: what it answers, and a table of its names."""
    names = sorted(members, key=str.lower)
    functions = [name for name in names if not inspect.isclass(members[name])]
    classes = [name for name in names if inspect.isclass(members[name])]
    parts = [package, "=" * len(package), "", f".. automodule:: {package}", ""]
    for title, group in (("Functions", functions), ("Classes", classes)):
        if group:
            parts += [title, "-" * len(title), "", ".. autosummary::", "   :nosignatures:", ""]
            parts += [f"   {name.rpartition('.')[2]}" for name in group] + [""]
    parts += [".. toctree::", "   :hidden:", ""]
    parts += [f"   {page_of(name, members[name]).with_suffix('').as_posix()}" for name in names]
    return "\n".join(parts) + "\n"


def write(folder: Path) -> None:
    """Write the pages into a folder, those alone that changed, and take away those of names that are gone."""
    members = public_objects()
    pages = {page_of(name, thing): page(name, thing) for name, thing in members.items()}
    for package in PACKAGES:
        own = {name: thing for name, thing in members.items() if name.rpartition(".")[0] == package}
        pages[Path(package + ".rst")] = package_page(package, own)
    for path in folder.rglob("*.rst"):
        if path.relative_to(folder) not in pages:
            path.unlink()
    for path, text in pages.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_text("utf-8") != text:
            target.write_text(text, "utf-8")


def resolve(app, env, node, contnode):
    """Lead a reference by a shorter name, or by the place where something is written, to its page."""
    members = public_objects()
    found = {f"{thing.__module__}.{thing.__name__}": name for name, thing in members.items()}
    found |= {name.rpartition(".")[2]: name for name in reversed(members)}  # the first package's, if several
    for known, name in found.items():
        target = node["reftarget"]
        if node.get("refdomain") == "py" and (target == known or target.startswith(known + ".")):
            domain = env.domains["py"]
            full = name + target[len(known) :]
            return domain.resolve_xref(
                env, node["refdoc"], app.builder, node["reftype"], full, node, contnode
            )
    return None


def begin(app, config):
    """Write the pages, and let a class be called what the package calls it."""
    for name, thing in public_objects().items():
        if inspect.isclass(thing):
            thing.__name__ = thing.__qualname__ = name.rpartition(".")[2]
    write(Path(app.srcdir, "reference", "names"))


def setup(app):
    """Write the pages before Sphinx looks for them."""
    app.connect("config-inited", begin)
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
