"""Draws a paper as a tagged PDF file, and its charts as pictures."""

from dataclasses import asdict
from pathlib import Path

from learning.coverage.papers.blocks import Block, Paper, Table
from learning.shell import papers

TEMPLATE = Path(__file__).parent / "paper.typ"
PICTURE = Path(__file__).parent / "picture.typ"
REGION = "GB"


def as_tagged_pdf(made: Paper) -> bytes:
    """PDF/UA-1 and PDF/A-3a; letters that no font of ours has become question marks."""
    values = {
        **{name: getattr(made, name) for name in ("title", "about", "language", "foot")},
        "page_of": made.page_of.replace("{page}", "\0").replace("{pages}", "\0").split("\0"),
        "region": REGION,
        "day": [made.day.year, made.day.month, made.day.day],
        "blocks": [_as_value(block, leads_up=leads_up) for block, leads_up in made.in_order],
    }
    try:
        return papers.paper(TEMPLATE, values)
    except papers.CannotBeDrawn:
        return papers.paper(TEMPLATE, papers.in_our_letters(values))


def as_png(svg: str) -> bytes:
    """A chart as a picture for files that take no drawings."""
    return papers.picture(PICTURE, {"svg": svg})


def _as_value(block: Block, *, leads_up: bool) -> dict[str, object]:
    values = asdict(block)
    if isinstance(block, Table):
        values |= {"numeric": sorted(block.numeric), "keeps_together": block.keeps_together}
    return {"kind": block.kind, "leads_up": leads_up, **values}
