"""Run every benchmark and write what they print to docs/reference/performance.md.

    python tests/benchmarks/write_performance.py

Ratios to a peer are measured in the same run; absolute times are those of the machine at hand.
"""

import os
import platform
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
    return f"## {script.stem.replace('_', ' ')}\n\n{shown}\n"


def main() -> None:
    """Write the page, to a temporary name first."""
    scripts = sorted(path for path in HERE.glob("*.py") if path != Path(__file__))
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    text = "\n".join([HEADING.format(machine=machine), *(section(script) for script in scripts)])
    temporary = PAGE.with_suffix(".tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(PAGE)


if __name__ == "__main__":
    main()
