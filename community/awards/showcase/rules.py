"""For whom a showcase is, and what of it other sites are told. Pure."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from community.awards.queries import Award
from community.awards.rules import State
from community.pages import _

MOST_SENTENCE = 600  # signs


class Audience(StrEnum):
    """Nobody until its earner says otherwise; publishing is the acceptance (R59, R60)."""

    NOBODY = "nobody"
    LINK = "link"
    PUBLIC = "public"


def as_data(awards: Sequence[tuple[Award, str]], name: str, base: str) -> dict[str, Any]:
    """What is in force or revoked, each with its competency, as schema.org tells it.

    Of a Person only when the name is shown. A revoked one says so, since when and why, as the page does (R61).
    """
    credentials = [
        {
            "@type": "EducationalOccupationalCredential",
            "name": award.title,
            "description": competency,
            "url": base + award.of,
            "identifier": award.number,
            "credentialCategory": "Badge",
            "dateCreated": award.awarded_at.date().isoformat(),
            "recognizedBy": {"@type": "Organization", "name": award.issuer},
            **_revoked(award),
        }
        for award, competency in awards
        if award.state is not State.UNDER_REVIEW
    ]
    about = {"@type": "Person", "name": name, "hasCredential": credentials} if name else {"@graph": credentials}
    return {"@context": "https://schema.org"} | about


def _revoked(award: Award) -> dict[str, str]:
    """Since when and why it counts no more; nothing of one in force."""
    if award.state is not State.REVOKED or not award.revoked_at or not award.reason:
        return {}
    return {
        "creativeWorkStatus": "Revoked",
        "expires": award.revoked_at.date().isoformat(),
        "correction": _("The reason: %(reason)s.") % {"reason": award.reason.words},
    }


def add_to_profile(award: Award, page: str) -> str:
    """LinkedIn's address that fills in its form for a certificate; nothing is sent before somebody follows it."""
    at: datetime = award.awarded_at
    asked = {
        "startTask": "CERTIFICATION_NAME",
        "name": award.title,
        "organizationName": award.issuer,
        "issueYear": at.year,
        "issueMonth": at.month,
        "certUrl": page,
        "certId": award.number,
    }
    return "https://www.linkedin.com/profile/add?" + urlencode(asked)


def shares(page: str, title: str) -> dict[str, str]:
    """Plain addresses under which other services take a link; no script of theirs is loaded."""
    return {
        "LinkedIn": "https://www.linkedin.com/sharing/share-offsite/?" + urlencode({"url": page}),
        "Facebook": "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": page}),
        "": "mailto:?" + urlencode({"subject": title, "body": page}).replace("+", "%20"),
    }
