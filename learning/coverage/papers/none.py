"""What the papers say of a day that has no figures."""

from dataclasses import dataclass
from datetime import date, datetime

from learning.clock import day_of
from learning.coverage.content import Audience, Owner
from learning.coverage.papers.blocks import Paper, Text
from learning.coverage.papers.drawing import as_tagged_pdf
from learning.coverage.papers.sheets import Sheet
from learning.coverage.papers.voice import phrases
from learning.coverage.papers.workbook import Label, workbook


@dataclass(frozen=True)
class NoFigures:
    """A day of which there is nothing to say, and to whom it is not said."""

    owner: Owner
    audience: Audience
    as_at: date
    known_at: datetime

    def said(self, language: str) -> tuple[str, str]:
        """The title, and why."""
        names = {"owner": self.owner.name, "day": self.as_at}
        say = phrases(language)
        return say("none.title", **names), say(f"none.{self.audience}", **names)


def no_figures_pdf(nothing: NoFigures, language: str = "en") -> bytes:
    """One page that says so."""
    title, why = nothing.said(language)
    made = Paper(
        title=title,
        about=why,
        language=language,
        day=day_of(nothing.known_at),
        foot=title,
        page_of=phrases(language).phrases["page_of"],
        blocks=(Text(why),),
    )
    return as_tagged_pdf(made)


def no_figures_xlsx(nothing: NoFigures, language: str = "en") -> bytes:
    """One sheet that says so."""
    title, why = nothing.said(language)
    say = phrases(language)
    header = (say("column.what"), say("column.value"))
    sheet = Sheet(say("sheet.about"), header, ((title, why),))
    return workbook(Label(title, why, language, nothing.known_at), (sheet,))
