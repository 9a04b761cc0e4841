"""Imports people at a shell: a file, a folder, and what waits for a worker."""

from learning.imports.commands.folder import import_folder
from learning.imports.commands.people import import_people
from learning.imports.commands.waiting import work_imports

__all__ = ["import_folder", "import_people", "work_imports"]
