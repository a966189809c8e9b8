"""Progress of the search on a terminal; elsewhere nothing is printed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import Final

from belarusgame.base.at_work import quiet
from belarusgame.base.expected_time import announce_time, on_terminal

#: Seconds after which it is worth saying something.
_PATIENCE: Final = 2.0


def progress(max_cells: int, deadline: float) -> AbstractContextManager[Callable[[int], None]]:
    """Show how many cells were searched, once that takes a while; say first how long it may take at most."""
    return _bar(max_cells, deadline) if on_terminal() else nullcontext(ignored)


def ignored(_cells: int) -> None:
    """Show nothing."""


@contextmanager
def _bar(max_cells: int, deadline: float) -> Generator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.fields[cells]:,} cells searched"), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("search", total=None, cells=0)
    begin, line = time.monotonic(), ExitStack()

    def show(cells: int) -> None:
        taken = time.monotonic() - begin
        if taken > _PATIENCE:
            if not bar.live.is_started:
                left = min(taken * (max_cells / max(cells, 1) - 1), deadline - begin - taken)
                announce_time(left, f"searching up to {max_cells:,} cells", "--max-seconds or --max-cells")
                line.enter_context(quiet())
            bar.start()
            bar.update(task, cells=cells)

    try:
        yield show
    finally:
        bar.stop()
        line.close()
