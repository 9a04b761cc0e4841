"""What the files of things people use may say: words explained, and papers for a meeting."""

from typing import Annotated, Literal

from pydantic import Field

from learning.catalogue.framework import Content, Line, Nation, Slug

MOST_WORDS_OF_A_MEANING = 40


class Term(Content):
    """A word that the courses use and explain."""

    slug: Slug
    term: Line
    also: tuple[Line, ...] = ()  # other forms it stands in: plurals, the words in full
    meaning: Line
    # Everyday words are led to their meaning in the courses that mean something special by them.
    only_in: tuple[Slug, ...] = ()


class GlossaryFile(Content):
    """`courses/glossary.toml`."""

    terms: tuple[Term, ...] = Field(default=(), alias="term")


class PaperFront(Content):
    """The TOML between `+++` lines at the head of a question card or checklist."""

    title: Line
    kind: Literal["question-card", "checklist"]
    for_whom: Line
    nations: Annotated[tuple[Nation, ...], Field(min_length=1)]
