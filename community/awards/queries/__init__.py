"""Awards as rows: read by who earned them, by everybody once published, and by what issues and signs."""

from community.awards.queries.award_rows import Award as Award
from community.awards.queries.award_rows import Part as Part
from community.awards.queries.award_rows import award as award
from community.awards.queries.award_rows import award_by_id as award_by_id
from community.awards.queries.award_rows import awards as awards
from community.awards.queries.award_rows import awards_by_id as awards_by_id
from community.awards.queries.award_rows import holds as holds
from community.awards.queries.award_rows import levels_by_id as levels_by_id
from community.awards.queries.award_rows import parts_by_id as parts_by_id
from community.awards.queries.award_rows import public_award as public_award
from community.awards.queries.issuing_rows import Earned as Earned
from community.awards.queries.issuing_rows import add_by_id as add_by_id
from community.awards.queries.issuing_rows import add_levels_by_id as add_levels_by_id
from community.awards.queries.issuing_rows import add_parts_by_id as add_parts_by_id
from community.awards.queries.issuing_rows import earned_by_id as earned_by_id
from community.awards.queries.issuing_rows import held_number_by_id as held_number_by_id
from community.awards.queries.issuing_rows import one_at_a_time_by_id as one_at_a_time_by_id
from community.awards.queries.issuing_rows import open_list_by_id as open_list_by_id
from community.awards.queries.stack_rows import Complete as Complete
from community.awards.queries.stack_rows import completed_by_id as completed_by_id
from community.awards.queries.stack_rows import made_of_by_id as made_of_by_id
from community.awards.queries.stack_rows import states_of_parts_by_id as states_of_parts_by_id
from community.awards.queries.standing_rows import list_changed_by_id as list_changed_by_id
from community.awards.queries.standing_rows import stand_by_id as stand_by_id
