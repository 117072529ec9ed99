"""What programs are told of a cohort's page: a schema.org CourseInstance, and words for a card. Pure."""

from typing import Any

MODES = {"online": "online", "in_person": "onsite", "both": "blended"}
COURSE = {"online": "Online", "in_person": "Offline", "both": "Mixed"}


def course(cohort: Any, offer: Any, address: str, catalogue: str) -> dict[str, Any]:
    """The cohort as CourseInstance. No address of a meeting, no name of a member stands in it."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CourseInstance",
        "name": cohort.name,
        "url": address,
        "inLanguage": cohort.language,
        "courseMode": MODES[cohort.mode],
        "eventAttendanceMode": f"https://schema.org/{COURSE[cohort.mode]}EventAttendanceMode",
        "startDate": cohort.starts_on.isoformat(),
        "endDate": cohort.ends_on.isoformat(),
        "organizer": {"@type": "Organization", "name": cohort.affiliate},
        "maximumAttendeeCapacity": cohort.capacity,
        "remainingAttendeeCapacity": cohort.free,
        "about": {"@type": "EducationalOccupationalCredential", "name": cohort.title, "url": catalogue},
    }
    if cohort.mode != "online" and cohort.place:
        found["location"] = {"@type": "Place", "name": cohort.place}
    if offer.next_at:
        found["subEvent"] = {"@type": "Event", "name": cohort.name, "startDate": offer.next_at.isoformat()}
    return found


def is_offered(cohort: Any) -> bool:
    """Whether search engines may list it: one in which nobody can sign up is of no use to who searches."""
    return cohort.sign_up_open
