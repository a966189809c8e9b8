"""Run benchmarks and write what they print to docs/reference/performance.md.

    python tests/benchmarks/write_performance.py [NAME ...]

With names (``commands``, ``sweep``) only these sections are measured anew, and the others stay as they are.
Ratios to a peer are measured in the same run; absolute times are those of the machine at hand.
"""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "reference" / "performance.md"

HEADING = """# Performance

Written by `python tests/benchmarks/write_performance.py`; each section is what a script in `tests/benchmarks`
printed. Compare ratios within a run: absolute times are those of one machine
({machine}).
"""


def section(script: Path) -> str:
    """Return what one benchmark prints, under its name."""
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    printed = done.stdout.strip()
    shown = printed if "| ---" in printed or "|---" in printed else f"```text\n{printed}\n```"
    return f"## {title(script)}\n\n{shown}\n"


def title(script: Path) -> str:
    return script.stem.replace("_", " ")


def kept() -> dict[str, str]:
    """Return the sections that the page has, by their titles."""
    parts = re.split(r"^(?=## )", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {part.split("\n", 1)[0].removeprefix("## "): part.rstrip() + "\n" for part in parts}


def main(asked: list[str]) -> None:
    """Write the page, to a temporary name first."""
    scripts = sorted(path for path in HERE.glob("*.py") if path != Path(__file__))
    if unknown := set(asked) - {script.stem for script in scripts}:
        sys.exit(f"no benchmark is called {', '.join(sorted(unknown))}")
    sections = kept()
    for script in scripts:
        if not asked or script.stem in asked:
            sections[title(script)] = section(script)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    there = [sections[title(script)] for script in scripts if title(script) in sections]
    temporary = PAGE.with_suffix(".tmp")
    temporary.write_text("\n".join([HEADING.format(machine=machine), *there]), encoding="utf-8")
    temporary.replace(PAGE)


if __name__ == "__main__":
    main(sys.argv[1:])
