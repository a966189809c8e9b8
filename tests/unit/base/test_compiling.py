"""Machine code that is older than what it is made from is not used again."""

import os

import pytest

from belarusgame.base.compiling import PACKAGE, _forget_outdated
from belarusgame.explore.sampling import compile_kernels as sampling
from belarusgame.solve.logit import compile_logit as logit
from belarusgame.solve.search import compile_search as search


@pytest.mark.parametrize("module", [sampling, logit, search])
def test_the_sources_that_are_named_exist(module):
    found = [list(PACKAGE.glob(pattern)) for pattern in module.SOURCES]
    assert all(found)


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
