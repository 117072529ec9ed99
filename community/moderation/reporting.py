"""What a form that reports a message holds."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from community.moderation import rules
from community.moderation.rules import Reason

Words = Annotated[str, StringConstraints(strip_whitespace=True)]


class Reported(BaseModel):
    reason: Reason
    words: Annotated[Words, Field(max_length=rules.MOST_WORDS)] = ""
