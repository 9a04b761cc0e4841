"""Tells addresses that look like a role's from those that look like a person's."""

import re

from learning.people.rules import address_key

# What stands before the @ where a post is read by whoever holds an office, or by several people.
_OFFICES = """
    admin administration admissions ask benefits bookings business cabinet chair chairman
    chairperson chairwoman chief chiefexec chiefexecutive clerk comms communications complaints
    contact contactus corporate council councillor councillors councilsupport councilor cllr
    cllrs councilors customer customerservices data deputy deputymayor democracy democratic
    democraticservices deputyclerk dpo elections electoral enquiries enquiry events facilities
    feedback finance foi freedomofinformation gdpr group hello help helpdesk highways hr
    info information it ithelp itsupport leader leadersoffice learning legal library licensing
    lordmayor mail mailbox mayor mayors mayoralty media member members membersservices
    memberservices monitoringofficer news noreply office officer parish parishclerk payroll
    personalassistant planning planningteam pa postmaster press privacy procurement
    reception recruitment registrar registrars scrutiny secretary service services shared
    socialcare support switchboard team tender tenders towncentre townclerk townhall training
    treasurer ward wardoffice webmaster
    clerc cyngor cynghorwyr cynghorydd gwasanaethau gwybodaeth swyddfa tîm ward ymholiadau
"""
OFFICES = frozenset(_OFFICES.split())
# Beside an office these tell of a place or a part of the council, and of no person.
_PLACES = """
    adult adults area central children childrens city county district east environment
    front head housing local main north parks property south street the town village waste west
"""
PLACES = frozenset(_PLACES.split())
# In front of a place, as in clerk.otmoor or ward.riverside.
IN_FRONT = frozenset(
    {"clerc", "clerk", "councillors", "info", "office", "team", "townclerk", "ward"}
)


def looks_shared(address: str) -> bool:
    """Whether the part before the @ names an office, a ward or a team and no person.

    `clerk`, `cllr.office`, `ward-3`, `clerk.otmoor` and `councillors` do; `ada.merriweather`,
    `cllr.merriweather` and `a.ward` do not.
    """
    local = address_key(address).rpartition("@")[0]
    words = [word for word in re.split(r"[\W\d_]+", local.partition("+")[0]) if word]
    if not words or words[0] in IN_FRONT or "".join(words) in OFFICES:
        return True
    return words[-1] in OFFICES and all(word in OFFICES | PLACES for word in words)
