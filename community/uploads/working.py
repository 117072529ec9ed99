"""The jobs of a slice that has files."""

from functools import partial

from community.jobs import Job
from community.uploads import keeping, looking, receiving
from community.uploads.keeping import Keeper


def jobs_of(keeper: Keeper) -> dict[str, Job]:
    """For the slice's face. What did not become whole in its time, the slice sweeps away itself: it tells of it."""
    return {
        f"{keeper.name}.gather_file": Job(partial(receiving.gather, keeper), within=600),
        f"{keeper.name}.look_at_file": Job(partial(looking.look_at_file, keeper), within=300),
        f"{keeper.name}.forget_files": Job(keeping.forget_files),
    }
