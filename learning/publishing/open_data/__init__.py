"""A public statement as open data: plain CSV files, and what describes them to programs.

Everything is drawn from the statement alone, so the same statement always gives the same bytes,
and no hash of them covers anything that is hidden.
"""

from learning.publishing.open_data.bundle import Bundle, bundle
from learning.publishing.open_data.licence import LICENCE
from learning.publishing.open_data.tables import TABLES

__all__ = ["LICENCE", "TABLES", "Bundle", "bundle"]
