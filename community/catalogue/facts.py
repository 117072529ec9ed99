"""A definition as schema.org tells of it, for search and for other sites. Pure."""

from typing import Any

from community.catalogue.queries import Definition

LICENCES = "https://creativecommons.org"


def about(definition: Definition, base: str) -> dict[str, Any]:
    """EducationalOccupationalCredential, as JSON-LD; `base` is the address of this Roundtable."""
    issuer = {"@type": "Organization", "name": definition.issuer}
    found = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "name": definition.title,
        "description": definition.competency,
        "url": f"{base}/catalogue/{definition.code}",
        "identifier": definition.code,
        "version": str(definition.version),
        "credentialCategory": "Badge",
        "competencyRequired": definition.competency,
        "recognizedBy": issuer,
        "publisher": issuer,
        "inLanguage": definition.language,
        "timeRequired": duration((definition.hours_min + definition.hours_max) / 2),
        "datePublished": definition.published_at.date().isoformat(),
        "creditText": definition.credit_line,
    }
    licence = licence_address(definition.licence)
    return found | ({"license": licence} if licence else {})


def duration(hours: float) -> str:
    """PT14H or PT14H30M, to the half hour, as ISO 8601 writes it."""
    whole, half = divmod(round(hours * 2), 2)
    return "PT" + (f"{whole}H" if whole else "") + ("30M" if half or not whole else "")


def licence_address(code: str) -> str:
    """Where the licence stands; "" for all rights reserved."""
    if code == "CC0-1.0":
        address = f"{LICENCES}/publicdomain/zero/1.0/"
    elif code.startswith("CC-"):
        address = f"{LICENCES}/licenses/{code[3:-4].lower()}/4.0/"
    else:
        address = ""
    return address
