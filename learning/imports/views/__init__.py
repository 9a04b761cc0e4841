"""The pages of importing people."""

from learning.imports.views import files, leaving, result, sending
from learning.imports.views.blueprint import blueprint

__all__ = ["blueprint", "files", "leaving", "result", "sending"]
