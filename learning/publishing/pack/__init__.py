"""What a council takes into a meeting and answers with, drawn from a statement and nothing else."""

from learning.publishing.pack.foi import foi, foi_csv
from learning.publishing.pack.formats import pack_pdf, pack_word, statement_pdf, statement_xlsx
from learning.publishing.pack.governance import governance, paragraph
from learning.publishing.pack.report import pack

__all__ = [
    "foi",
    "foi_csv",
    "governance",
    "pack",
    "pack_pdf",
    "pack_word",
    "paragraph",
    "statement_pdf",
    "statement_xlsx",
]
