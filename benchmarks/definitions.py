"""Definitions for scale: whole copies of the examples that come with the product, each under a code of its own."""

import re
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "community" / "catalogue" / "data" / "examples"
ISSUER = "measured-institute=Measured Institute"


def write_definitions(folder: Path, most: int) -> None:
    """So many YAML files that `import-catalogue` takes in, the same each time: QA-10, QB-10, … of one issuer."""
    folder.mkdir(exist_ok=True)
    models = [file.read_text("utf-8") for file in sorted(EXAMPLES.glob("*.yaml"))]
    for number in range(most):
        code = f"Q{chr(65 + number % 10)}-{number // 10 + 10}"
        (folder / f"{code}.yaml").write_text(_under(models[number % len(models)], code), "utf-8")


def _under(text: str, code: str) -> str:
    for name, value in (("code", code), ("issuer", ISSUER.split("=")[0])):
        text, replaced = re.subn(rf"(?m)^{name}: .*$", f"{name}: {value}", text, count=1)
        assert replaced, f"the premise: a definition names its {name}"
    return text
