"""Files that a page offers to take away."""

from flask import Response


def csv_file(name: str, text: str) -> Response:
    """CSV under a name of its own, without the ending."""
    reply = Response(text, mimetype="text/csv")
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return reply
