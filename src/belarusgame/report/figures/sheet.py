"""The sheet that a figure is painted on: a plane measured in points, from the top left corner down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from belarusgame.report.figures.lettering import FAMILY, folded, one_line, width_of
from belarusgame.report.figures.palette import INK, PAPER, RULE, SHADE, SMALL, SOFT, TEXT
from belarusgame.report.figures.quantities import plain_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Align = Literal["left", "center", "right"]

#: Values on a scale, and what is written there.
Ticks = tuple[tuple[float, str], ...]

#: The room that half a number takes beyond the end of a scale.
HALF_NUMBER = 10.0


def leading(size: float) -> float:
    """Return the distance between two lines of letters of a size."""
    return 1.32 * size


class Sheet:
    """A figure in the making: what is written stands below what was written before.

    Attributes
    ----------
    axes : matplotlib.axes.Axes
        Without ticks or frame; its coordinates are points.
    width : float
        In points.
    y : float
        How far down the sheet is filled.
    """

    def __init__(self, axes: Axes, width: float) -> None:
        self.axes, self.width, self.y = axes, width, 2.0
        self._sizes: dict[Axes, tuple[float, float]] = {}
        axes.set_axis_off()
        axes.set_xlim(0.0, width)
        axes.set_ylim(-1.0, 0.0)

    @property
    def wide(self) -> bool:
        """Whether there is room for columns beside each other."""
        return self.width >= 400.0

    def write(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = TEXT,
        weight: str = "normal",
        colour: str = INK,
        align: Align = "left",
    ) -> None:
        """Write one line whose top is at ``y``."""
        self.axes.text(
            x,
            -(y + 0.98 * size),
            one_line(words),
            size=size,
            weight=weight,
            color=colour,
            ha=align,
            va="baseline",
            family=FAMILY,
            parse_math=False,
            clip_on=False,
        )

    def paragraph(
        self,
        words: str,
        *,
        x: float = 0.0,
        width: float | None = None,
        y: float | None = None,
        size: float = TEXT,
        weight: str = "normal",
        colour: str = INK,
    ) -> float:
        """Write a text folded into lines, and return where it ends.

        Without ``y`` it begins where the sheet is filled, and fills it.
        """
        top = self.y if y is None else y
        room = self.width - x if width is None else width
        for line in folded(words, room, size, weight):
            self.write(x, top, line, size=size, weight=weight, colour=colour)
            top += leading(size)
        if y is None:
            self.y = top
        return top

    def finding(self, words: str) -> None:
        """Say in a frame what there is to say where there is nothing to draw."""
        top, pad = self.y, 7.0
        end = self.paragraph(words, x=pad, y=top + pad, width=self.width - 2 * pad, size=TEXT)
        height = end - top + pad - 2.0
        self.block(0.5, top, self.width - 1.0, height, colour=SHADE)
        self.y = top + height + 2.0

    def block(self, x: float, y: float, width: float, height: float, *, colour: str) -> None:
        """Fill a rectangle whose top left corner is given, with a thin edge."""
        from matplotlib.patches import Rectangle

        made = Rectangle(
            (x, -y - height), width, height, facecolor=colour, edgecolor=RULE, linewidth=0.5, zorder=0.0
        )
        self.axes.add_patch(made)

    def line(
        self, xs: list[float], ys: list[float], *, colour: str = RULE, width: float = 0.7, order: float = 1.0
    ) -> None:
        """Draw a line in points."""
        below = [-y for y in ys]
        self.axes.plot(xs, below, color=colour, linewidth=width, zorder=order, solid_capstyle="butt")

    def dot(self, x: float, y: float, *, filled: bool, size: float = 5.5, shape: str = "o") -> None:
        """Draw a mark: filled where something is so."""
        self.axes.plot(
            [x], [-y], shape, markersize=size, color=INK, markerfacecolor=INK if filled else PAPER,
            markeredgewidth=0.9, zorder=3.0,
        )  # fmt: skip

    def panel(self, x: float, y: float, width: float, height: float, *, label: str, beside: str = "") -> Axes:
        """Return axes inside a part of the sheet, with a named scale below, and another one beside if named.

        Without a name beside, its vertical coordinates are points, downwards. The sheet is then filled at
        least to where the scale and its name end.
        """
        names = folded(beside, height, SMALL) if beside else []
        left = 30.0 + leading(SMALL) * len(names) if names else HALF_NUMBER
        room = max(width - left - HALF_NUMBER, 10.0)
        inside = self.axes.inset_axes((x + left, -y - height, room, height), transform=self.axes.transData)
        self._sizes[inside] = (room, height)
        inside.set_ylim(height, 0.0)
        inside.set_yticks([])
        dressed(inside)
        lines = folded(label, room, SMALL)
        for along, words, gap in ((inside.xaxis, lines, 2.0), (inside.yaxis, names, 1.5)):
            along.set_label_text(
                "\n".join(words), fontsize=SMALL, color=SOFT, family=FAMILY, parse_math=False, linespacing=1.2
            )
            along.labelpad = gap
        self.y = max(self.y, y + height + 15.0 + leading(SMALL) * len(lines))
        return inside

    def across(self, panel: Axes, low: float, high: float, ticks: Ticks | None = None) -> None:
        """Set where a panel's scale below begins and ends, and what is written on it."""
        panel.set_xlim(low, high)
        made = ticks or _ticks(low, high, int(self._sizes[panel][0] // 36.0))
        panel.set_xticks([value for value, _ in made], labels=[words for _, words in made])

    def up(self, panel: Axes, low: float, high: float, ticks: Ticks | None = None) -> None:
        """Set where a panel's scale beside begins and ends, and what is written on it."""
        panel.set_ylim(low, high)
        made = ticks or _ticks(low, high, int(self._sizes[panel][1] // 24.0))
        panel.set_yticks([value for value, _ in made], labels=[words for _, words in made])

    def room(self, panel: Axes) -> float:
        """Return how wide a panel is, in points."""
        return self._sizes[panel][0]

    @staticmethod
    def rule(panel: Axes) -> None:
        """Draw faint lines at the numbers of the scale below."""
        panel.grid(axis="x", color=RULE, linewidth=0.5)

    def sample(self, x: float, y: float, colour: str, dashes: Any) -> None:
        """Draw a piece of a line as it is drawn elsewhere, beside its name."""
        self.axes.plot([x, x + 18.0], [-y, -y], color=colour, linestyle=dashes, linewidth=1.5)

    def swatch(self, x: float, y: float, colour: str, hatch: str) -> None:
        """Draw a piece of a fill as it is drawn elsewhere, beside its name."""
        from matplotlib.patches import Rectangle

        shape = Rectangle(
            (x, -y - 6.5), 14.0, 6.5, facecolor=colour, hatch=hatch, edgecolor=INK, linewidth=0.6
        )
        self.axes.add_patch(shape)

    def triangle(self, x: float, y: float, side: float) -> Any:
        """Return axes in which three shares that sum to one are a point of a triangle."""
        import mpltern  # pyright: ignore[reportMissingTypeStubs] - it has none; it registers the projection

        del mpltern
        height = side * 3**0.5 / 2
        made: Any = self.axes.inset_axes(
            (x, -y - height, side, height), transform=self.axes.transData, projection="ternary"
        )
        for axis in (made.taxis, made.laxis, made.raxis):
            axis.set_ticks([])
        for spine in made.spines.values():
            spine.set_color(SOFT)
            spine.set_linewidth(0.8)
        return made

    def corners(self, x: float, y: float, side: float, names: list[str]) -> None:
        """Write what the three corners of a triangle stand for: the top, the left and the right one."""
        height = side * 3**0.5 / 2
        lines = folded(names[0], self.width, TEXT)
        for k, line in enumerate(reversed(lines), 1):
            self.write(x + side / 2, y - k * leading(TEXT) - 4.0, line, align="center")
        end = y + height + 5.0
        for name, middle in zip(names[1:], (x, x + side), strict=True):
            room = 2.0 * min(middle, self.width - middle, side / 2 - 4.0)
            top = end
            for line in folded(name, room, TEXT):
                self.write(middle, top, line, align="center")
                top += leading(TEXT)
            self.y = max(self.y, top)
        self.y += 4.0

    def label_width(
        self, labels: list[str], size: float = TEXT, most: float = 0.4, weight: str = "normal"
    ) -> float:
        """Return the width of a column of labels: of the widest, but at most a part of the sheet."""
        widest = max((width_of(one_line(words), size, weight) for words in labels), default=0.0)
        return min(widest + 1.0, most * self.width)

    def finish(self, bottom: float = 3.0) -> float:
        """Close the sheet and return its height."""
        height = self.y + bottom
        self.axes.set_ylim(-height, 0.0)
        return height


def dressed(axes: Axes) -> None:
    """Dress axes in the figures' habit: one thin line and small numbers."""
    axes.set_facecolor("none")
    axes.set_axisbelow(True)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(RULE)
    axes.tick_params(
        labelsize=SMALL, labelcolor=SOFT, color=RULE, length=2.5, width=0.6, labelfontfamily=FAMILY
    )


def _ticks(low: float, high: float, most: int) -> Ticks:
    """Return round numbers between two ends, and how they are written."""
    from matplotlib.ticker import MaxNLocator

    values = map(float, MaxNLocator(max(2, min(most, 8))).tick_values(low, high))
    return tuple((value, plain_number(value)) for value in values if low <= value <= high)
