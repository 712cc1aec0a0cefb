"""What a ninjs 3.1 planning object may hold, as far as we write it, in our own words.

Written down from the schema that IPTC publishes (http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json, CC BY
4.0): the properties we use, their types, the values that are allowed, and nothing else beside them.
"""

from typing import Any

INSTANT = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
TRUNCATED = {
    "type": "string",
    "pattern": r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?)?)?$",
}
URI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$"}
TEXT = {"type": "string"}
STATUS = {"enum": ["usable", "withheld", "canceled"]}
KIND = {"enum": [*"text audio video picture graphic composite component event planning".split()]}


def closed(**properties: Any) -> dict[str, Any]:
    """Return an object that has these properties and no others."""
    return {"type": "object", "additionalProperties": False, "properties": properties}


def many(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def either(*names: str) -> dict[str, Any]:
    return {"oneOf": [{"required": [name]} for name in names]}


DATES = {
    **closed(startDate=INSTANT, endDate=INSTANT, expectedStartDate=TRUNCATED, expectedEndDate=TRUNCATED),
    "anyOf": [either("startDate", "expectedStartDate"), either("endDate", "expectedEndDate")],
}
NAMED = closed(name=TEXT, rel=TEXT, uri=URI, literal=TEXT)
ORGANISER = closed(name=TEXT, uri=URI)
PROPERTIES = {
    "uri": URI,
    "type": KIND,
    "profile": TEXT,
    "version": TEXT,
    "versionCreated": INSTANT,
    "embargoedUntil": INSTANT,
    "pubStatus": STATUS,
    "usageTerms": TEXT,
    "edNote": TEXT,
    "language": TEXT,
    "title": TEXT,
    "descriptions": many({**closed(role=TEXT, value=TEXT), "required": ["value"]}),
    "people": many(NAMED),
    "organisations": many(NAMED),
    "places": many(NAMED),
    "subjects": many(NAMED),
    "eventDetails": closed(dates=DATES, organiser=ORGANISER),
    "plannedCoverage": many(closed(title=TEXT, edNote=TEXT, pubStatus=STATUS, dates=DATES, uri=URI)),
    "altIds": many(closed(role=TEXT, value=TEXT)),
    "standard": closed(name=TEXT, version=TEXT, schema=URI),
}
ASSOCIATION = {**closed(**PROPERTIES, name=TEXT, rel=TEXT), "required": ["name", "uri"]}
SCHEMA = {**closed(**PROPERTIES, associations=many(ASSOCIATION)), "required": ["uri"]}
