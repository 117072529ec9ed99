"""Files as rows: one's own, those that may be shown to others, and those that are still coming."""

from community.evidence.artifacts.queries.artifact_rows import Artifact as Artifact
from community.evidence.artifacts.queries.artifact_rows import Said as Said
from community.evidence.artifacts.queries.artifact_rows import are_looked_at as are_looked_at
from community.evidence.artifacts.queries.artifact_rows import artifact as artifact
from community.evidence.artifacts.queries.artifact_rows import artifacts as artifacts
from community.evidence.artifacts.queries.artifact_rows import artifacts_at as artifacts_at
from community.evidence.artifacts.queries.artifact_rows import artifacts_by_id as artifacts_by_id
from community.evidence.artifacts.queries.artifact_rows import artifacts_of as artifacts_of
from community.evidence.artifacts.queries.artifact_rows import describe as describe
from community.evidence.artifacts.queries.artifact_rows import draft_topic as draft_topic
from community.evidence.artifacts.queries.artifact_rows import held_back as held_back
from community.evidence.artifacts.queries.artifact_rows import pages as pages
from community.evidence.artifacts.queries.artifact_rows import pages_of as pages_of
from community.evidence.artifacts.queries.artifact_rows import remove as remove
from community.evidence.artifacts.queries.artifact_rows import shown as shown
from community.evidence.artifacts.queries.artifact_rows import works_with_files as works_with_files
from community.evidence.artifacts.queries.coming_rows import add_artifact as add_artifact
from community.evidence.artifacts.queries.coming_rows import expired_by_id as expired_by_id
from community.evidence.artifacts.queries.coming_rows import sizes as sizes
