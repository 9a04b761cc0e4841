"""What the made-up councils are like: who works in them, in which roles."""

from dataclasses import dataclass

from learning.people.kinds import CouncilKind

SERVICES = (
    "planning",
    "adult-care",
    "procurement",
    "housing",
    "childrens-services",
    "revenues-and-benefits",
    "customer-services",
    "finance",
    "highways",
    "environment",
)

# How many people hold which roles; `all-staff` stands for officers with no further role.
WHOLE_COUNCIL: tuple[tuple[tuple[str, ...], int], ...] = (
    (("councillor",), 8),
    (("council-leader",), 1),
    (("cabinet-member",), 8),
    (("mayor",), 1),
    (("scrutiny-member",), 11),
    (("scrutiny-member", "planning-committee-member"), 3),
    (("scrutiny-chair",), 3),
    (("audit-committee-member",), 6),
    (("planning-committee-member",), 8),
    (("co-opted-member",), 3),
    (("director",), 5),
    (("section-151-officer",), 1),
    (("monitoring-officer",), 1),
    (("head-of-service",), 13),
    (("democratic-services-officer",), 6),
    (("planning-officer",), 37),
    (("planning-manager",), 6),
    (("adult-care-practitioner",), 59),
    (("adult-care-manager",), 9),
    (("care-commissioner",), 8),
    (("procurement-officer",), 11),
    (("procurement-manager",), 3),
    (("contract-manager",), 10),
    (("learning-lead",), 2),
    (("all-staff",), 169),
)
SMALL_COUNCIL: tuple[tuple[tuple[str, ...], int], ...] = (
    (("councillor",), 6),
    (("council-leader",), 1),
    (("cabinet-member",), 4),
    (("scrutiny-member",), 5),
    (("planning-committee-member",), 6),
    (("chief-executive",), 1),
    (("director",), 2),
    (("head-of-service",), 3),
    (("planning-officer",), 7),
    (("adult-care-practitioner",), 8),
    (("procurement-officer",), 3),
    (("learning-lead",), 1),
    (("all-staff",), 13),
)


@dataclass(frozen=True)
class CouncilPlan:
    """A made-up council."""

    slug: str
    name: str
    domain: str
    shape: tuple[tuple[tuple[str, ...], int], ...]
    keenness: float  # how much its people have learned, 0 to 1
    kind: CouncilKind = CouncilKind.UNITARY
    surname: str | None = None


DEMO = CouncilPlan("demo-council", "Demo Council", "people.demo.example", WHOLE_COUNCIL, 0.62)
PARTNERS = (
    CouncilPlan(
        "calderbrook",
        "Calderbrook District Council",
        "calderbrook.example",
        SMALL_COUNCIL,
        0.55,
        CouncilKind.DISTRICT,
    ),
    CouncilPlan(
        "eastmere",
        "Eastmere Borough Council",
        "eastmere.example",
        SMALL_COUNCIL,
        0.7,
        CouncilKind.DISTRICT,
    ),
    CouncilPlan("fernleigh", "Fernleigh City Council", "fernleigh.example", SMALL_COUNCIL, 0.48),
    CouncilPlan(
        "harrowdale",
        "Harrowdale County Council",
        "harrowdale.example",
        SMALL_COUNCIL,
        0.6,
        CouncilKind.COUNTY,
    ),
    CouncilPlan(
        "otmoor", "Otmoor Vale Council", "otmoor.example", SMALL_COUNCIL, 0.4, CouncilKind.DISTRICT
    ),
    CouncilPlan("wexbury", "Wexbury Council", "wexbury.example", SMALL_COUNCIL, 0.66),
)
OTHER = CouncilPlan(
    "other-council",
    "Otherton Council",
    "people.other.example",
    SMALL_COUNCIL,
    0.5,
    surname="Otherton",
)
