"""`python -m community.uploads.apart KIND FILE FOLDER MEMORY SECONDS`: what was found, as JSON; copies lie in FOLDER.

It takes so many bytes of memory (addresses) and seconds of the processor, and what needs more ends it.
"""

import json
import resource
import sys
from pathlib import Path

from community.uploads.apart import documents, media, office, ogg, pictures, texts, wav, webm
from community.uploads.apart.found import Found, Refused

LOOKS = {
    "pdf": documents.look,
    **dict.fromkeys(("docx", "pptx", "xlsx", "odt"), office.look),
    **dict.fromkeys(("jpg", "png", "webp", "gif"), pictures.look),
    **dict.fromkeys(("mp4", "mov", "m4a", "mp3"), media.look),
    "wav": wav.look,
    "ogg": ogg.look,
    "webm": webm.look,
    "txt": texts.look,
}


def main(kind: str, file: str, folder: str, memory: str, seconds: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    try:
        found = LOOKS[kind](kind, Path(file), Path(folder))
    except Refused as refused:
        found = Found(why=str(refused))
    except (MemoryError, RecursionError):
        found = Found(why="large")
    sys.stdout.write(json.dumps(found.__dict__))


if __name__ == "__main__":
    main(*sys.argv[1:6])
