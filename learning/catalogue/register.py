"""Keeps `register.toml`: every id ever published, so that none is lost or used again."""

from datetime import date
from pathlib import Path as Folder

from learning.catalogue.checks import published_ids
from learning.catalogue.files import Reading
from learning.catalogue.framework import ClosedRequirement, RegisterFile
from learning.catalogue.loading import read
from learning.catalogue.published import Catalogue

HEAD = """# Every id ever published and every requirement that has ended.
# `flask check-courses --register` adds to it; nothing is ever taken out by hand.
"""


def add_new(root: Folder) -> int:
    """Adds ids, tiers and closed requirements that are not there yet; returns how many ids."""
    catalogue = read(Reading(root))
    if catalogue is None:
        return 0
    path = root / "register.toml"
    before = (Reading(root).toml(path, RegisterFile) if path.exists() else None) or RegisterFile()
    ids = sorted({*before.ids, *published_ids(catalogue)})
    path.write_text(_text(ids, _tiers(before, catalogue), _closed(before, catalogue)), "utf-8")
    return len(ids) - len(before.ids)


def _tiers(before: RegisterFile, catalogue: Catalogue) -> dict[str, str]:
    found = {slug: role.tier.value for slug, role in catalogue.roles.items()}
    return dict(sorted((found | {slug: tier.value for slug, tier in before.tiers.items()}).items()))


def _closed(before: RegisterFile, catalogue: Catalogue) -> list[tuple[str, str, int, date, date]]:
    closed = {_entry(entry) for entry in before.closed}
    for role in catalogue.roles.values():
        for need in role.requirements:
            if need.ends_on is not None:
                closed.add((role.slug, need.skill, need.level, need.starts_on, need.ends_on))
    return sorted(closed)


def _entry(entry: ClosedRequirement) -> tuple[str, str, int, date, date]:
    return (entry.role, entry.skill, entry.level, entry.starts_on, entry.ends_on)


def _text(
    ids: list[str], tiers: dict[str, str], closed: list[tuple[str, str, int, date, date]]
) -> str:
    lines = [HEAD, "ids = [", *(f'    "{name}",' for name in ids), "]", "", "[tiers]"]
    lines += [f'{slug} = "{tier}"' for slug, tier in tiers.items()]
    for role, skill, level, starts_on, ends_on in closed:
        lines += [
            "",
            "[[closed]]",
            f'role = "{role}"',
            f'skill = "{skill}"',
            f"level = {level}",
            f"from = {starts_on}",
            f"until = {ends_on}",
        ]
    return "\n".join(lines) + "\n"
