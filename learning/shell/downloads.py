"""Files that a page offers to take away."""

from flask import Response


def csv_file(name: str, text: str) -> Response:
    """CSV under a name of its own, without the ending."""
    return _file(f"{name}.csv", text, "text/csv")


def json_file(name: str, text: str) -> Response:
    """JSON under a name of its own, without the ending."""
    return _file(f"{name}.json", text, "application/json")


def text_file(name: str, text: str) -> Response:
    """Plain text under a name of its own, without the ending; line ends as Windows reads them."""
    return _file(f"{name}.txt", text.replace("\n", "\r\n"), "text/plain")


def excel_file(name: str, made: bytes) -> Response:
    """An Excel file under a name of its own, without the ending."""
    return _file(
        f"{name}.xlsx", made, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )


def word_file(name: str, made: bytes) -> Response:
    """A Word file under a name of its own, without the ending."""
    return _file(
        f"{name}.docx",
        made,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )


def pdf_file(name: str, made: bytes) -> Response:
    """A PDF under a name of its own, without the ending; a browser that can shows it."""
    reply = _file(f"{name}.pdf", made, "application/pdf")
    reply.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return reply


def _file(name: str, text: str | bytes, mimetype: str) -> Response:
    reply = Response(text, mimetype=mimetype)
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply
