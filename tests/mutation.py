"""Break the code in many places, one at a time: do the tests notice?

    python tests/mutation.py --seed 1 --breaks 120

The idea is that of DeMillo, Lipton & Sayward (1978, "Hints on test data selection", IEEE Computer 11(4)):
tests that cannot tell the code from slightly broken code say little about it. ``mutation_operators.py`` says
where and how the code is broken. Every break is made in a copy outside the checkout, with machine code of its
own. The tests nearest to it run first (``mutation_neighbours.py``), as far as ``--seconds`` of healthy test
time go; so the share that is printed is at most what the whole suite notices. A hang counts as noticed.
Results are kept in ``--folder``: an interrupted run goes on where it stopped, and ``--again`` tries the
survivors once more. For Linux and macOS. Ends with 1 below 85 %.

Limits are in processor seconds, so that on a busy machine nothing counts as a hang that is only slow.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

from mutation_neighbours import ROOT, Code, Tests
from mutation_operators import Break, drawn, possible_breaks
from rich.console import Console
from rich.progress import track
from rich.table import Table

COPIED = ("src", "tests", "seeds", "examples", "docs", "README.md", "pyproject.toml")
ENOUGH = 0.85
MEMORY = 12 * 2**30  # bytes; a break may make a list grow for ever
COMPILING = 120.0  # seconds that broken machine code may need on top
SLEEPING = 10.0  # times the limit may pass on the clock, for tests that wait for one another for ever


@dataclass(kw_only=True)
class Bench:
    """A copy of the project to break, and how long its healthy tests take."""

    folder: Path
    seconds: dict[str, float] = field(init=False)

    @property
    def copy(self) -> Path:
        return self.folder / "copy"

    @property
    def results(self) -> Path:
        return self.folder / "results.jsonl"

    def prepare(self, console: Console) -> None:
        """Copy the project, and see the tests pass that were not seen to pass before; they warm the cache."""
        report, seen = self.folder / "healthy.xml", self.folder / "seen.json"
        digests = digests_of(ROOT)
        before = json.loads(seen.read_text("utf-8")) if seen.exists() else {}
        changed = [Path(path) for path, digest in digests.items() if before.get(path) != digest]
        if any(path.parts[0] == "src" for path in changed):
            self.results.unlink(missing_ok=True)
        shutil.rmtree(self.copy, ignore_errors=True)
        for name in COPIED:
            self.copy.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy2)(ROOT / name, self.copy / name)
        self._see_tests_pass(changed, report, console)
        seen.write_text(json.dumps(digests), "utf-8")
        self.seconds = defaultdict(float)
        for case in ElementTree.parse(report).iter("testcase"):
            path = case.attrib["classname"].replace(".", "/") + ".py"
            self.seconds[path] += float(case.attrib["time"])
            self.seconds[f"{path}::{case.attrib['name']}"] += float(case.attrib["time"])

    def _see_tests_pass(self, changed: list[Path], report: Path, console: Console) -> None:
        """Run the tests that are new, or all if it is not only them."""
        own = sorted(str(path) for path in changed if path.name.startswith("test_"))
        whole = len(own) < len([path for path in changed if not path.stem.startswith("mutation")])
        if whole or own:
            console.print("running", "all tests" if whole else ", ".join(own), "on the unbroken code ...")
            asked = ["tests", f"--junitxml={report}"] if whole else own
            found = self.run(asked, limit=3600.0, machine_code="healthy")
            if found is not None:
                raise SystemExit(f"the unbroken code fails: {found}")

    def run(self, tests: list[str], *, limit: float, machine_code: str) -> str | None:
        """Run tests until one fails, and say which; a test run that does not end fails too."""
        environment = os.environ | {
            "PYTHONPATH": str(self.copy / "src"),
            "NUMBA_CACHE_DIR": str(self.folder / "machine_code" / machine_code),
            "PYTHONDONTWRITEBYTECODE": "1",  # by its time and size, a break's could pass for the module's own
            "CI": "true",  # Hypothesis draws the same examples every time
        }
        options = ["-m", "pytest", "-x", "-q", "-rfE", "--tb=no", "-p", "no:cacheprovider"]
        options += ["--ignore=tests/browser"]  # a browser needs more memory than a test run may take here
        confined = partial(confine, round(limit))
        with subprocess.Popen(
            [sys.executable, *options, *tests],
            cwd=self.copy,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=confined,
        ) as started:
            try:
                text = started.communicate(timeout=SLEEPING * limit)[0].decode(errors="replace")
            except subprocess.TimeoutExpired:
                return "time limit"
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(started.pid, signal.SIGKILL)  # with whatever it started and left
        if started.returncode == 0:
            return None
        if started.returncode == -signal.SIGXCPU:
            return "time limit"
        named = re.search(r"^(?:FAILED|ERROR) (\S+)", text, re.MULTILINE)
        return named[1] if named else f"pytest ended with {started.returncode}: {text.strip()[-200:]}"

    def noticed_by(self, one: Break, tests: list[str]) -> str | None:
        """Break the copy, run the tests in two goes (most breaks are noticed by the first), and mend it."""
        path = self.copy / "src" / "belarusgame" / (one.module.replace(".", "/") + ".py")
        source, stat = path.read_text("utf-8"), path.stat()
        broken = self.folder / "machine_code" / "broken"
        shutil.rmtree(broken, ignore_errors=True)
        shutil.copytree(self.folder / "machine_code" / "healthy", broken)
        try:
            path.write_text(one.applied(source), "utf-8")
            for part in (tests[:3], tests[3:]):
                limit = 60.0 + COMPILING + 4.0 * sum(self.seconds.get(test, 0.0) for test in part)
                found = self.run(part, limit=limit, machine_code="broken") if part else None
                if found:
                    return found
            return None
        finally:
            path.write_text(source, "utf-8")
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # or machine code would count as outdated


def confine(seconds: int) -> None:
    """Limit a test run's memory and time, and let it be interrupted as from a terminal, as tests do."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def digests_of(folder: Path) -> dict[str, str]:
    """Return what tells one version of the source and the tests from another, file by file."""
    paths = [path for part in ("src", "tests") for path in sorted((folder / part).rglob("*.py"))]
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in paths}


def results_of(path: Path, *, again: bool) -> dict[str, dict[str, object]]:
    """Read what earlier runs found."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    found = {json.dumps(line["break"]): line for line in map(json.loads, lines)}
    return {key: line for key, line in found.items() if line["noticed"] or not again}


def tried(breaks: list[Break], bench: Bench, options: argparse.Namespace, console: Console) -> Iterator[dict]:
    """Try every break that was not tried before."""
    tests = Tests(Code(folder=ROOT / "src" / "belarusgame"), bench.seconds)
    known = results_of(bench.results, again=options.again)
    for one in track(breaks, "breaking", console=console, disable=not console.is_terminal):
        key = json.dumps(asdict(one))
        if key not in known:
            start = time.monotonic()
            noticed = bench.noticed_by(one, tests.nearest(one.module, options.seconds))
            known[key] = {
                "break": asdict(one),
                "noticed": noticed,
                "seconds": round(time.monotonic() - start, 1),
            }
            with bench.results.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(known[key]) + "\n")
        yield known[key]


def shown(results: list[dict], console: Console) -> float:
    table = Table("module", "line", "operator", "before -> after", "noticed by")
    for result in sorted(results, key=lambda result: result["noticed"] is None):
        one = result["break"]
        table.add_row(
            one["module"],
            str(one["lines"][0]),
            one["operator"],
            f"{one['before']} -> {one['after']}".replace("[", r"\["),
            (result["noticed"] or "SURVIVED").replace("[", r"\["),
        )
    share = sum(result["noticed"] is not None for result in results) / len(results)
    console.print(table)
    console.print(f"{share:.1%} of {len(results)} breaks noticed")
    return share


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--breaks", type=int, default=120)
    parser.add_argument("--seconds", type=float, default=60.0, help="healthy test time that a break may cost")
    parser.add_argument("--again", action="store_true", help="try once more what survived")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "belarusgame-mutation")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 200)
    bench = Bench(folder=options.folder)
    bench.prepare(console)
    breaks = drawn(possible_breaks(ROOT / "src" / "belarusgame"), options.seed, options.breaks)
    results = list(tried(breaks, bench, options, console))
    return 0 if shown(results, console) >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main())
