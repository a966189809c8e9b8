"""Machine code that is older than what it is made from, or damaged, is not used again."""

import ast
import functools
import importlib.util
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from types import CodeType, ModuleType, SimpleNamespace

import numba
import pytest
from numba.core.dispatcher import Dispatcher

import belarusgame as bg
from belarusgame.base import compile_arithmetic, compiling
from belarusgame.base.compiling import PACKAGE, _forget_outdated, kept_on_disk
from belarusgame.explore.sampling import compile_kernels as sampling
from belarusgame.simulate import compile_simulation
from belarusgame.solve.logit import compile_logit
from belarusgame.solve.search import compile_search as search

ROOMS = (compile_arithmetic, compile_logit, compile_simulation)

#: What every room's functions are made from, by the module that compiles them.
SOURCES = {
    sampling.__name__: sampling.SOURCES,
    search.__name__: search.SOURCES,
    **{room.__name__: room._COMPILER.sources for room in ROOMS},
}

#: The modules with functions that Python calls.
KERNELS = [
    ".".join(("belarusgame", *file.relative_to(PACKAGE).with_suffix("").parts))
    for file in sorted(PACKAGE.rglob("*.py"))
    if re.search(r"^@entry$", file.read_text(encoding="utf-8"), re.MULTILINE)
]


@functools.cache
def imported(module):
    """Where a module has its names from: for each the module, and what it is called there."""
    tree = ast.parse(Path(importlib.import_module(module).__file__).read_text(encoding="utf-8"))
    return {
        name.asname or name.name: (line.module, name.name)
        for line in tree.body
        if isinstance(line, ast.ImportFrom)
        for name in line.names
    }


def home(module, name):
    """Return the module in which a global name of a module gets its value."""
    while name in imported(module):
        module, name = imported(module)[name]
        if not module.startswith("belarusgame"):
            return None
    return module


def names_in(code):
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_in(constant)


def made_from(function, seen):
    """Add the modules whose functions and numbers the machine code of a function contains."""
    if function in seen:
        return set()
    seen.add(function)
    modules = {function.__module__}
    for name in set(names_in(function.__code__)) & set(function.__globals__):
        value = function.__globals__[name]
        if isinstance(value, Dispatcher):
            modules |= made_from(value.py_func, seen)
        elif not isinstance(value, (ModuleType, type)):
            modules.add(home(function.__module__, name))
    return modules - {None}


@pytest.mark.parametrize("sources", SOURCES.values(), ids=SOURCES)
def test_the_sources_that_are_named_exist(sources):
    found = [list(PACKAGE.glob(pattern)) for pattern in sources]
    assert all(found)


@pytest.mark.skipif(numba.config.DISABLE_JIT, reason="nothing is compiled")
@pytest.mark.parametrize("kernel", KERNELS)
def test_all_that_code_is_made_from_is_named(kernel):
    """Otherwise a change of what is not named is not seen: numba looks at the function's own file only."""
    module = importlib.import_module(kernel)
    named = {file for pattern in SOURCES.get(home(kernel, "entry"), ()) for file in PACKAGE.glob(pattern)}
    functions = [value.py_func for value in vars(module).values() if isinstance(value, Dispatcher)]
    own = [function for function in functions if function.__module__ == kernel]
    assert own
    used = set().union(*(made_from(function, set()) for function in own)) - {kernel}
    assert {Path(importlib.import_module(one).__file__) for one in used} <= named


@pytest.mark.parametrize(("age", "left"), [(-1, False), (1, True)])
def test_code_older_than_any_source_is_forgotten(tmp_path, age, left):
    sources = ("base/compiling.py", "errors.py")
    newest = max((PACKAGE / source).stat().st_mtime for source in sources)
    kept = tmp_path / "test_compiling.work-1.nbi"
    other = tmp_path / "test_compiling.other-1.nbi"
    for file in (kept, other):
        file.touch()
        os.utime(file, (newest + age, newest + age))

    def work():
        """Stand for a compiled function."""

    _forget_outdated(work, tmp_path, sources)
    assert kept.exists() is left
    assert other.exists()


WORK = "def work(x):\n    return 2 * x + 1\n"


def compiled(folder):
    """Compile the same function anew, as another process would."""
    path = folder / "small_work.py"
    if not path.exists():
        path.write_text(WORK, "utf-8")
    spec = importlib.util.spec_from_file_location("small_work", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # numba imports what it has kept, once the function before is collected
    spec.loader.exec_module(module)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numba.config, "CACHE_DIR", "")  # beside the source, whatever NUMBA_CACHE_DIR says
        return kept_on_disk(module.work, {}, [])


def kept(folder, ending):
    (found,) = folder.rglob(f"*{ending}")
    return found


DAMAGES = {
    "empty": lambda whole: b"",
    "cut off": lambda whole: whole[: len(whole) // 2],
    "only its beginning": lambda whole: whole[:3],
    "noise": lambda whole: bytes(range(256)) * (len(whole) // 256 + 1),
    "a changed middle": lambda whole: whole[: len(whole) // 2] + b"\xff" * 40 + whole[len(whole) // 2 + 40 :],
    "another pickle": lambda whole: b"\x80\x04N.",
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    assert compiled(folder)(3) == 7
    return folder


@pytest.mark.parametrize("ending", [".nbi", ".nbc"])
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_code_is_compiled_again(sound, damage, ending):
    path = kept(sound, ending)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    again = compiled(sound)
    assert again(3) == 7
    assert again.stats.cache_hits == {}
    third = compiled(sound)  # from what the second has kept
    assert third(3) == 7
    assert len(third.stats.cache_hits) == 1


def test_sound_code_is_used_again(sound):
    again = compiled(sound)
    assert again(3) == 7
    assert len(again.stats.cache_hits) == 1


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_what_is_not_kept_is_waited_for_while_it_is_compiled(tmp_path, sound, monkeypatch):
    calls = []
    word = SimpleNamespace(begin=lambda: calls.append("begin"), end=lambda: calls.append("end"))
    monkeypatch.setattr(compiling, "_word", word)
    assert compiled(sound)(3) == 7
    assert calls == []
    assert compiled(tmp_path)(3) == 7
    assert calls == ["begin", "end"]


def test_a_long_compilation_is_announced_once(monkeypatch):
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    word = compiling.CompilingWord()
    word.patience = 0.0
    for _ in range(2):
        word.begin()
        word._timer and word._timer.join()
        word.end()
    assert (
        screen.getvalue()
        == "belarusgame: compiling, once for this installation (about a minute in all)\x1b[K\n"
    )


def test_a_short_compilation_or_a_file_is_told_nothing(monkeypatch):
    for stream, seconds in ((Screen(), 60.0), (io.StringIO(), 0.0)):
        monkeypatch.setattr(sys, "stderr", stream)
        word = compiling.CompilingWord()
        word.patience = seconds
        word.begin()
        timer = word._timer
        word.end()
        assert timer is None or timer.finished.is_set()  # it says nothing later
        assert stream.getvalue() == ""


#: A disk that takes no file of more than 100 bytes, and a folder that cannot be made.
ODD_DISK = """
import importlib.util, sys
from belarusgame.base.compiling import kept_on_disk
if sys.argv[2] == "full":
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
spec = importlib.util.spec_from_file_location("small_work", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(kept_on_disk(module.work, {}, [])(3))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limits for files")
@pytest.mark.parametrize("disk", ["full", "no folder"])
def test_a_disk_that_takes_nothing_is_done_without(tmp_path, disk):
    (tmp_path / "small_work.py").write_text(WORK, "utf-8")
    cache = tmp_path / "cache"
    if disk != "full":
        cache.write_text("not a folder", "utf-8")
    environment = os.environ | {
        "PYTHONPATH": str(Path(bg.__file__).parents[1]),
        "NUMBA_CACHE_DIR": str(cache),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-c", ODD_DISK, str(tmp_path / "small_work.py"), disk]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "7\n"), done.stderr
    assert bool(list(tmp_path.rglob("*.nbc"))) == (disk != "full")  # numba then keeps it beside the source
