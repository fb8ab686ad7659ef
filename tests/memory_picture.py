"""Draws the peak memory of runs over their number of pages: `python -m tests.bench --only "memory of" --json |
python -m tests.memory_picture > docs/images/memory.svg`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 320, 60, 270, 30
PAGES = re.compile(r"peak memory of (\d+) pages, MiB")
FLOOR = 600
"""The target in MiB, drawn as a dashed line."""


def points(lines: Iterable[str]) -> list[tuple[int, float]]:
    """The pages and MiB of the rows of `tests.bench` that tell them, by pages."""
    rows = (json.loads(line) for line in lines)
    return sorted((int(match[1]), row["ratio"]) for row in rows if (match := PAGES.fullmatch(row.get("what", ""))))


def picture(measured: Sequence[tuple[int, float]]) -> str:
    """An SVG of the measurements, both axes from zero."""
    widest, highest = measured[-1][0], max(FLOOR, *(mebibytes for _, mebibytes in measured)) * 1.1

    def across(pages: float) -> float:
        return LEFT + pages / widest * (WIDTH - LEFT - 40)

    def up(mebibytes: float) -> float:
        return BOTTOM - mebibytes / highest * (BOTTOM - TOP)

    def parts() -> Iterator[str]:
        yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">'
        yield f"<title>Peak memory of a run by its number of pages: {measured}</title>"
        yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
        yield f'<path d="M{LEFT} {TOP}V{BOTTOM}H{WIDTH - 20}" fill="none" stroke="black"/>'
        yield f'<path d="M{LEFT} {up(FLOOR):.0f}H{WIDTH - 20}" stroke="gray" stroke-dasharray="6 4"/>'
        yield f'<text x="{LEFT - 8}" y="{up(FLOOR) + 4:.0f}" text-anchor="end">{FLOOR}</text>'
        yield f'<text x="{LEFT}" y="{TOP - 12}">MiB, all processes of a run</text>'
        yield f'<text x="{WIDTH - 20}" y="{BOTTOM + 40}" text-anchor="end">pages</text>'
        line = " ".join(f"{across(pages):.0f},{up(mebibytes):.0f}" for pages, mebibytes in measured)
        yield f'<polyline points="{line}" fill="none" stroke="steelblue" stroke-width="2"/>'
        for pages, mebibytes in measured:
            x, y = across(pages), up(mebibytes)
            yield f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="steelblue"/>'
            yield f'<text x="{x:.0f}" y="{y - 10:.0f}" text-anchor="middle">{mebibytes:,.0f}</text>'
            yield f'<text x="{x:.0f}" y="{BOTTOM + 18}" text-anchor="middle">{pages:,}</text>'
        yield "</svg>"

    return "\n".join(parts())


if __name__ == "__main__":
    if not (measured := points(sys.stdin)):
        sys.exit("no row tells the memory of a run")
    print(picture(measured))
