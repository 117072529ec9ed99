"""An award as an Open Badges 3.0 credential (STANDARDS.md 1.7). Pure: the same facts give the same document.

Only terms that the two contexts know: one other would break the proof in every strict verifier (trap 2).
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from community.awards.keys.public import did
from community.awards.queries import Award, Part
from community.awards.rules import Achieved
from community.awards.signing.proof import OB3, VC2
from community.catalogue import rules as catalogue
from community.catalogue.queries import Definition
from community.pages import _

UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # two canonical forms differ in these (trap 3)


@dataclass(frozen=True)
class Facts:
    """All that a credential says. `definition` and `levels` for a micro-credential, `parts` for a stack."""

    award: Award
    base_url: str
    address: str  # the holder's confirmed e-mail address, of which only a hash goes in
    signed_at: datetime
    definition: Definition | None = None
    levels: tuple[Achieved, ...] = ()
    parts: tuple[Part, ...] = ()


def credential(facts: Facts) -> dict[str, Any]:
    """The whole document without its proof, in the language at hand."""
    award, page = facts.award, facts.base_url + facts.award.address
    document = {
        "@context": [VC2, OB3],
        "id": f"{page}/credential" + (f"#{award.signed_anew}" if award.signed_anew else ""),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.title,
        "description": _("Awarded by %(issuer)s through Roundtable.") % {"issuer": award.issuer},
        "image": _image(facts),
        "awardedDate": stamp(award.awarded_at),
        "validFrom": stamp(facts.signed_at),
        "issuer": _issuer(facts),
        "credentialSubject": _subject(facts),
        "evidence": [
            {
                "id": page,
                "type": ["Evidence"],
                "name": _("The award’s page"),
                "narrative": _("What its holder chooses to show, and whether the award is in force."),
                "genre": "Portfolio",
            }
        ],
        "credentialStatus": {
            "id": f"{_list(facts)}#{award.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(award.status_index),
            "statusListCredential": _list(facts),
        },
    }
    return clean(document)


def stamp(at: datetime) -> str:
    """2026-11-27T10:00:00Z"""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def identity_hash(address: str, salt: str) -> str:
    """What a holder proves by the address that they had (trap 14)."""
    return "sha256$" + hashlib.sha256((address + salt).encode()).hexdigest()


def clean(value: Any) -> Any:
    """Without control characters, and without what is empty."""
    if isinstance(value, str):
        return UNSAFE.sub("", value)
    if isinstance(value, list):
        return [clean(one) for one in value]
    if isinstance(value, dict):
        return {name: clean(one) for name, one in value.items() if one not in (None, "", [], {})}
    return value


def _issuer(facts: Facts) -> dict[str, Any]:
    return {
        "id": did(facts.base_url, facts.award.issuer_slug),
        "type": ["Profile"],
        "name": facts.award.issuer,
        "url": f"{facts.base_url}/catalogue?issuer={facts.award.issuer_slug}",
    }


def _image(facts: Facts) -> dict[str, Any]:
    award = facts.award
    of = f"stacks/{award.code}" if award.stack_id else f"{award.code}/{award.version}"
    caption = _("Badge: %(title)s") % {"title": award.title}
    return {"id": f"{facts.base_url}/badges/{of}.png", "type": "Image", "caption": caption}


def _list(facts: Facts) -> str:
    return f"{facts.base_url}/issuers/{facts.award.issuer_slug}/status/{facts.award.list_number}"


def _subject(facts: Facts) -> dict[str, Any]:
    award, what = facts.award, facts.base_url + facts.award.of
    described = _rubric(facts, what) if facts.definition else _of_parts(facts, what)
    achievement, results = described
    return {
        "id": f"urn:uuid:{award.subject}",  # of this award, never the person's: two badges are not linked by it
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "salt": award.salt,
                "identityType": "emailAddress",
                "identityHash": identity_hash(facts.address, award.salt),
            }
        ],
        "achievement": {"id": what, "type": ["Achievement"], "name": award.title, "humanCode": award.code}
        | {"creator": _issuer(facts), "image": _image(facts)}
        | achievement,
        "result": results,
    }


def _rubric(facts: Facts, what: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The definition, each criterion with what its levels mean, and the level that was reached."""
    definition = facts.definition
    assert definition is not None
    content = definition.content
    rows = {one.key: one for one in catalogue.criteria(content)}
    levels = catalogue.levels(content)[::-1]
    judged = [rows[one.criterion_key] for one in facts.levels]
    least = next(level.key for level in levels if level.meets)
    descriptions = [
        {
            "id": f"{what}#{row.key}",
            "type": ["ResultDescription"],
            "name": row.title,
            "resultType": "RubricCriterionLevel",
            "requiredLevel": f"{what}#{row.key}-{least}",
            "rubricCriterionLevel": [
                {
                    "id": f"{what}#{row.key}-{level.key}",
                    "type": ["RubricCriterionLevel"],
                    "name": level.name,
                    "level": level.name,
                    "description": text,
                }
                for level, text in zip(levels, row.texts[::-1], strict=True)
            ],
        }
        for row in judged
    ]
    results = [
        {
            "type": ["Result"],
            "resultDescription": f"{what}#{one.criterion_key}",
            "achievedLevel": f"{what}#{one.criterion_key}-{one.level}",
        }
        for one in facts.levels
    ]
    achievement = {
        "achievementType": "MicroCredential",
        "version": str(definition.version),
        "inLanguage": definition.language,
        "description": f"{definition.competency}\n\n{_method(content)}",
        "criteria": {"id": what, "narrative": _narrative(content, [row.title for row in judged])},
        "alignment": [_alignment(one) for one in content.get("alignments", []) if one.get("url")],
        "resultDescription": [*descriptions, _completed_description(f"{what}#award", _("Micro-credential"))],
        "tag": definition.tags,
    }
    return achievement, [*results, _completed(f"{what}#award")]


def _of_parts(facts: Facts, what: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A stack: each micro-credential that it required, completed."""
    names = "\n".join(f"- {part.code} {part.title}" for part in facts.parts)
    narrative = _("All that this stack requires was earned:")
    achievement = {
        "achievementType": "Badge",
        "description": narrative + " " + ", ".join(part.title for part in facts.parts) + ".",
        "criteria": {"id": what, "narrative": f"{narrative}\n\n{names}"},
        "resultDescription": [_completed_description(f"{what}#{part.code}", part.title) for part in facts.parts],
    }
    return achievement, [_completed(f"{what}#{part.code}") for part in facts.parts]


def _completed_description(id: str, name: str) -> dict[str, Any]:
    return {"id": id, "type": ["ResultDescription"], "name": name, "resultType": "Status"}


def _completed(id: str) -> dict[str, Any]:
    return {"type": ["Result"], "resultDescription": id, "status": "Completed"}


def _method(content: dict[str, Any]) -> str:
    return f"{content['key_method']['name']}. {content['key_method']['text']}"


def _narrative(content: dict[str, Any], criteria: list[str]) -> str:
    """Markdown: when it is earned, and by which criteria."""
    if content["pass_rule"]["kind"] == "all_criteria":
        rule = _("Earned when all of these criteria are met:")
    else:
        rule = _("Earned when at least %(share)s percent of these criteria are met, and each that must be:") % {
            "share": round(content["pass_rule"]["share"] * 100)
        }
    return rule + "\n\n" + "\n".join(f"- {title}" for title in criteria)


def _alignment(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": one.get("name"),
        "targetUrl": one.get("url"),
        "targetFramework": one.get("framework"),
        "targetCode": one.get("code"),
        "targetType": one.get("target_type"),
    }
