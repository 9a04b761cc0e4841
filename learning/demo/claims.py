"""Made-up prior learning: rules of a council, claims that wait, and one that was declined."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from learning.claims.actions import acceptance, claims, decisions
from learning.claims.models import Claim
from learning.claims.rules.files import Proof, proof
from learning.demo.builder import Builder, Built
from learning.people.models import Organisation

ACADEMY, INSTITUTE = "Brightwater Academy", "Institute of Made-up Examples"
A4 = "/MediaBox[0 0 595 842]"
# Each: issuer, course, skill, level, and for how many months it counts.
RULES = (
    (ACADEMY, "Phishing and passwords*", "cyber-security", 1, 12),
    (ACADEMY, "Handling personal data", "data-protection", 2, 24),
    (INSTITUTE, "Certificate in contract management", "contract-management", 2, None),
)


@dataclass(frozen=True)
class MadeUp:
    """A claim of a demo account."""

    address: str
    issuer: str
    title: str
    skill: str
    level: int
    shown_days_ago: int
    made_days_ago: int
    description: str
    has_file: bool = False


WAITING = (
    MadeUp(
        "councillor@demo.example",
        ACADEMY,
        "Phishing and passwords for members",
        "cyber-security",
        1,
        34,
        19,
        "An evening in the town hall, with made-up messages to sort and a short test at the end.",
        has_file=True,
    ),
    MadeUp(
        "buyer@demo.example",
        INSTITUTE,
        "Certificate in contract management",
        "contract-management",
        3,
        400,
        8,
        "Five days and an exam. Since then I have looked after our two largest contracts.",
        has_file=True,
    ),
    MadeUp(
        "care@demo.example",
        "My former council",
        "Two years with digital care records",
        "digital-adult-care",
        2,
        210,
        3,
        "I helped my former team move from paper to digital records. My manager there confirms it.",
    ),
)
DECLINED = MadeUp(
    "planner@demo.example",
    "A video site",
    "Videos about planning data",
    "digital-planning",
    2,
    90,
    60,
    "I watched about ten videos about planning data.",
)
OTHERTON = MadeUp(
    "councillor@other.example",
    "Otherton Academy",
    "Otherton evening about data",
    "data-literacy",
    1,
    50,
    12,
    "An evening in Otherton about rates and charts.",
)


def add(builder: Builder, world: Mapping[str, Organisation], people: Mapping[str, Built]) -> None:
    """Rules and claims of the demo's councils."""
    here, lead = world["demo-council"], people["lead@demo.example"]
    day = builder.today - timedelta(days=300)
    for issuer, course, skill, level, months in RULES:
        acceptance.add_rule(
            builder.session,
            organisation_id=here.id,
            issuer=issuer,
            course=course,
            skill=skill,
            level=level,
            lasts_months=months,
            starts_on=builder.first_day,
            by=lead.person_id,
            at=builder.moment(day),
        )
    for made_up in WAITING:
        _claim(builder, here, people, made_up)
    decisions.decline(
        builder.session,
        _claim(builder, here, people, DECLINED),
        reason="Watching alone does not show the skill. Take the check of the course: ten minutes.",
        by=lead.person_id,
        at=builder.moment(builder.today - timedelta(days=DECLINED.made_days_ago - 6)),
    )
    _claim(builder, world["other-council"], people, OTHERTON)


def _claim(
    builder: Builder, council: Organisation, people: Mapping[str, Built], made_up: MadeUp
) -> Claim:
    asked = claims.Asked(
        organisation_id=council.id,
        skill=made_up.skill,
        level=made_up.level,
        shown_on=builder.today - timedelta(days=made_up.shown_days_ago),
        title=made_up.title,
        issuer=made_up.issuer,
        description=made_up.description,
        proof=_proof(made_up) if made_up.has_file else None,
    )
    return claims.claim(
        builder.session,
        asked,
        person_id=people[made_up.address].person_id,
        form_key=f"demo-{made_up.skill}",
        at=builder.moment(builder.today - timedelta(days=made_up.made_days_ago)),
    )


def _proof(made_up: MadeUp) -> Proof:
    lines = (made_up.title, made_up.issuer, "A made-up certificate for the demo")
    return proof("certificate.pdf", a_pdf(lines))


def a_pdf(lines: tuple[str, ...]) -> bytes:
    """One page with a few lines of plain letters."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    drawn = f"BT /F1 18 Tf 60 760 Td 28 TL {shown} ET"
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R{A4}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    written, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer<</Size {len(parts) + 1}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF\n"
    written += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}{end}"
    return written.encode("ascii")
