"""The process that looks into a stranger's file is told nothing that it could give away."""

import os

from community.uploads import looking


async def test_a35_it_knows_neither_the_database_nor_a_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://keeper:a-secret@db.example/roundtable")
    (tmp_path / "telling.py").write_text("import json, os\nprint(json.dumps(dict(os.environ)))\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(looking, "APART", "telling")
    told = await looking._apart("pdf", tmp_path, tmp_path)
    assert told["PATH"] == os.environ["PATH"], "the premise: it was asked"
    assert not [name for name in told if name.startswith(("ROUNDTABLE_", "DATABASE", "AWS_"))]
    assert "a-secret" not in str(told) and os.environ["ROUNDTABLE_SECRET"] not in str(told)
