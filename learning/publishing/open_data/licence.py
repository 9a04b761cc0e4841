"""Under which licence the figures may be used."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """A licence, by the name that programs know it by."""

    name: str
    title: str
    address: str


LICENCE = Licence(
    "OGL-UK-3.0",
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
