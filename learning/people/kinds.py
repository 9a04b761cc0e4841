"""The kinds of council there are, by what the law makes them and the services they run."""

from enum import StrEnum


class CouncilKind(StrEnum):
    """What a council is, as the lists of the four nations' governments name it."""

    COUNTY = "county"
    DISTRICT = "district"
    UNITARY = "unitary"
    METROPOLITAN = "metropolitan-district"
    LONDON = "london-borough"
    COMBINED = "combined-authority"
    SCOTTISH = "scottish-council"
    WELSH = "welsh-council"
    NORTHERN_IRISH = "northern-irish-district"


KIND_NAMES = {
    CouncilKind.COUNTY: "County council",
    CouncilKind.DISTRICT: "District or borough council in a two-tier area",
    CouncilKind.UNITARY: "Unitary council",
    CouncilKind.METROPOLITAN: "Metropolitan district council",
    CouncilKind.LONDON: "London borough council, or the City of London",
    CouncilKind.COMBINED: "Combined authority, or another strategic authority",
    CouncilKind.SCOTTISH: "Scottish council",
    CouncilKind.WELSH: "Welsh principal council",
    CouncilKind.NORTHERN_IRISH: "Northern Ireland district council",
}
MANY = {
    CouncilKind.COUNTY: "county councils",
    CouncilKind.DISTRICT: "district and borough councils",
    CouncilKind.UNITARY: "unitary councils",
    CouncilKind.METROPOLITAN: "metropolitan district councils",
    CouncilKind.LONDON: "London borough councils",
    CouncilKind.COMBINED: "combined authorities",
    CouncilKind.SCOTTISH: "councils",
    CouncilKind.WELSH: "principal councils",
    CouncilKind.NORTHERN_IRISH: "district councils",
}
WITH_SOCIAL_CARE = frozenset(
    {
        CouncilKind.COUNTY,
        CouncilKind.UNITARY,
        CouncilKind.METROPOLITAN,
        CouncilKind.LONDON,
        CouncilKind.SCOTTISH,
        CouncilKind.WELSH,
    }
)
