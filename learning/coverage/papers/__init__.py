"""The report on paper: a spreadsheet and a tagged PDF, drawn from its content and nothing else."""

from learning.coverage.papers.none import NoFigures, no_figures_pdf, no_figures_xlsx
from learning.coverage.papers.report import as_pdf
from learning.coverage.papers.voice import notes
from learning.coverage.papers.workbook import as_xlsx

__all__ = ["NoFigures", "as_pdf", "as_xlsx", "no_figures_pdf", "no_figures_xlsx", "notes"]
