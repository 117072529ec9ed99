"""`python3 run bench [NAME …]`: measure, beside the peers, in one run; without a name all of it."""

import sys

from benchmarks import (
    autosave,
    badges,
    board,
    catalogue,
    fan_out,
    freezing,
    importing,
    insights,
    log,
    sleepers,
    verifications,
    waking,
    whole_path,
)

NAMES = {
    "fan-out": fan_out.fan_out,
    "ten-at-once": fan_out.ten_at_once,
    "memory": fan_out.memory,
    "event-write": log.event_write,
    "returning": log.returning,
    "sleepers": sleepers.sleepers,
    "waking": waking.waking,
    "whole-path": whole_path.whole_path,
    "board": board.board,
    "import": importing.importing,
    "catalogue": catalogue.catalogue,
    "autosave": autosave.autosave,
    "badges": badges.badges,
    "verifications": verifications.verifications,
    "freezing": freezing.freezing,
    "insights": insights.insights,
}


def main(names: list[str]) -> int:
    if {"-h", "--help"} & set(names):
        print(f"{__doc__}\n\nThere are {', '.join(NAMES)}.")
        return 0
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}.")
        return 2
    for name in names or NAMES:
        NAMES[name]()
    return 0


sys.exit(main(sys.argv[1:]))
