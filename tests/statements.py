"""What a page asks of the database."""

from flask import Flask

from learning.extensions import db
from tests.page import Page


def most_asked(app: Flask, *pages: Page) -> int:
    """The most statements any of the pages sent; SQLite's own BEGIN asks for nothing."""
    with app.app_context():
        opening = 1 if db.engine.dialect.name == "sqlite" else 0
    return max(page.statements - opening for page in pages)
