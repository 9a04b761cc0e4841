"""Templates are indented for those who write them; pages go without."""

import re

from jinja2.ext import Extension

_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


class Outdented(Extension):
    """Takes the indentation out of templates as they are read: no page pays for it."""

    def preprocess(self, source: str, _name: str | None, _filename: str | None = None) -> str:
        """The template without it; what people wrote comes in later and stays as it is."""
        return _INDENT.sub("", source)
