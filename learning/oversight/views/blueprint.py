"""What the pages of the lead's week share."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from urllib.parse import urlencode

from flask import Blueprint, request

from learning.errors import NotFound
from learning.oversight.kinds import Order

blueprint = Blueprint("oversight", __name__, template_folder="../templates")


@blueprint.context_processor
def _addresses() -> dict[str, Callable[..., str]]:
    """What the templates of these pages make addresses with."""
    return {"sorted_by": sorted_by, "as_csv": as_csv, "on_one_page": on_one_page}


def asked_order(sorts: type[StrEnum], otherwise: StrEnum) -> Order:
    """How the address asks for the list; by what it cannot be sorted, it is not found."""
    word = request.args.get("sort") or otherwise
    by = word.removeprefix("-")
    if by not in set(sorts):
        raise NotFound
    return Order(by, turned=word.startswith("-"))


def sorted_by(word: str) -> str:
    """The list in another order, from its first page."""
    return _address(request.path, {"sort": word})


def as_csv() -> str:
    """The list, whole, as a file."""
    return _address(f"{request.path}.csv", {})


def on_one_page() -> str:
    """The list on one page, to print."""
    return _address(request.path, {"rows": "all"})


def _address(path: str, changed: Mapping[str, str]) -> str:
    kept = {key: one for key, one in request.args.items() if key not in {"page", "rows"} and one}
    query = urlencode({**kept, **changed})
    return f"{path}?{query}" if query else path
