"""What lies in deploy/ fits the program: settings that there are, commands that there are, ports that meet.

No container is started here. Where systemd-analyze, nginx or caddy are, they look at their files as well.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from community.commands import words
from community.config import load
from community.config.table import SETTINGS
from community.uploads import kinds
from tests.support.fronts import DEPLOY, NEEDED

ROOT = Path(__file__).parents[2]
KNOWN = {setting.name for setting in SETTINGS}
ASKED = {"ROUNDTABLE_NAME", "POSTGRES_PASSWORD", "STORE_PASSWORD"}  # of whoever runs compose; not the program's own
SECRET = "0123456789abcdef0123456789abcdef"


def compose() -> dict:
    return YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text())


def settings_in(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))


def filled_in(text: str) -> str:
    """As compose does it, with something in the place of each variable."""
    return re.sub(r"\$\{(\w+):\?\}", lambda found: GIVEN[found[1]], text)


GIVEN = {
    "ROUNDTABLE_NAME": "roundtable.union.example",
    "ROUNDTABLE_SECRET": SECRET,
    "ROUNDTABLE_SMTP": "smtps://name:password@mail.union.example",
    "ROUNDTABLE_MAIL_FROM": "Roundtable <roundtable@union.example>",
    "POSTGRES_PASSWORD": "0123",
    "STORE_PASSWORD": "4567",
}


class TestCompose:
    def test_its_head_names_what_it_asks_for(self):
        text = (DEPLOY / "compose.yaml").read_text()
        asked = set(re.findall(r"\$\{(\w+)", text))
        assert asked == set(GIVEN) and asked <= KNOWN | ASKED
        assert set(re.findall(r"^#   (\w+)=", text, re.M)) == asked

    def test_both_processes_begin_with_settings_that_fit(self, tmp_path):
        services = compose()["services"]
        image = dict(re.findall(r"(ROUNDTABLE_\w+)=(\S+)", (DEPLOY / "Containerfile").read_text()))
        for name in ("one", "two"):
            given = image | {key: filled_in(value) for key, value in services[name]["environment"].items()}
            ours = {key: value for key, value in given.items() if not key.startswith("AWS_")}
            assert ours.keys() <= KNOWN
            made = load(ours)
            assert not made.on_loopback and made.base_url == "https://roundtable.union.example"
            assert made.files == "s3://roundtable" and made.host == "0.0.0.0" and made.port == 8600

    def test_who_speaks_to_whom(self):
        services, whole = compose()["services"], compose()
        one = services["one"]
        assert services.keys() == {"one", "two", "database", "store", "bucket", "front"}
        assert one["environment"]["DATABASE_URL"].endswith("@database/roundtable")
        assert one["environment"]["AWS_ENDPOINT"] == "http://store:9000"
        (subnet,) = [each["subnet"] for each in whole["networks"]["inside"]["ipam"]["config"]]
        assert one["environment"]["ROUNDTABLE_TRUSTED_PROXIES"] == subnet
        password = one["environment"]["AWS_SECRET_ACCESS_KEY"]
        assert password == services["store"]["environment"]["MINIO_ROOT_PASSWORD"] == "${STORE_PASSWORD:?}"
        assert [name for name, each in services.items() if "ports" in each] == ["front"], "nobody else is reached"
        kept = {line.split(":")[0] for each in services.values() for line in each.get("volumes", ())}
        assert {name for name in kept if not name.startswith(".")} == whole["volumes"].keys()

    def test_what_is_built_holds_all_that_the_program_reads(self):
        text = (DEPLOY / "Containerfile").read_text()
        copied = re.findall(r"^COPY (\S+) ", text, re.M)
        assert copied == ["requirements.lock", "community", "realtime", "templates", "static", "migrations"]
        assert all((ROOT / name).exists() for name in copied)
        assert re.search(r'CMD \["(\w+)"\]\n', text)[1] in words.HERE
        assert re.search(r"python:3\.(\d+)", text) and int(re.search(r"python:3\.(\d+)", text)[1]) >= 11


class TestFronts:
    @pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
    def test_the_largest_file_fits_through(self, name):
        most = int(re.search(r"max_(?:body_)?size\s+(\d+)M?", (DEPLOY / name).read_text(), re.I)[1]) * 1_000_000
        assert kinds.LARGEST < most < 2 * kinds.LARGEST

    def test_caddy_goes_to_both_processes(self):
        text = (DEPLOY / "Caddyfile").read_text()
        assert "reverse_proxy one:8600 two:8600" in text and "health_uri /readyz" in text
        assert text.count("{") == text.count("}")

    def test_nginx_tells_who_asks_and_lets_sockets_through(self):
        text = (DEPLOY / "nginx.conf").read_text()
        for header in ("X-Forwarded-For", "X-Forwarded-Proto", "Upgrade", "Connection", "Host"):
            assert re.search(rf"proxy_set_header\s+{header}\s", text), header
        (port,) = re.findall(r"server 127\.0\.0\.1:(\d+);", text)
        assert load({"ROUNDTABLE_SECRET": SECRET}).port == int(port)

    @NEEDED["nginx"]
    def test_nginx_takes_its_file(self, tmp_path, certificate):
        text = (DEPLOY / "nginx.conf").read_text()
        text = re.sub(r"(ssl_certificate\w*\s+)\S+;", rf'\1"{tmp_path / "certificate and key.pem"}";', text)
        whole = tmp_path / "nginx.conf"
        temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        places = "".join(f"{kind}_temp_path {tmp_path}/{kind};\n" for kind in temporary)
        logs = f"error_log {tmp_path}/errors;\npid {tmp_path}/pid;\n"
        whole.write_text(f"{logs}events {{}}\nhttp {{\naccess_log off;\n{places}{text}\n}}\n")
        done = subprocess.run(["nginx", "-t", "-c", whole], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    @NEEDED["caddy"]
    def test_caddy_takes_its_file(self):
        command = ["caddy", "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile"]
        done = subprocess.run(command, env=os.environ | GIVEN, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


class TestSystemd:
    def test_the_settings_are_those_that_are_needed(self):
        given = settings_in((DEPLOY / "roundtable.env").read_text())
        assert given.keys() <= KNOWN
        made = load(given | {"ROUNDTABLE_SECRET": SECRET})
        assert made.workers == 2 and made.base_url.startswith("https://") and made.trusted_proxies == ("127.0.0.1",)

    def test_commands_and_places_agree(self):
        units = {path.name: path.read_text() for path in DEPLOY.glob("*.service")}
        assert units.keys() == {"roundtable.service", "roundtable-backup.service"}
        given = settings_in((DEPLOY / "roundtable.env").read_text())
        for text in units.values():
            assert re.search(r"python -m community (\w+)", text)[1] in words.HERE
            assert "EnvironmentFile=/etc/roundtable.env\n" in text and "User=roundtable\n" in text
        state = re.search(r"^StateDirectory=(\w+)$", units["roundtable.service"], re.M)[1]
        assert given["ROUNDTABLE_DATA"] == f"/var/lib/{state}"
        assert f"ReadWritePaths={given['ROUNDTABLE_DATA']} " in units["roundtable-backup.service"]

    @pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
    def test_systemd_takes_them(self, tmp_path):
        python = tmp_path / "opt" / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text("#!/bin/sh\n")
        python.chmod(0o755)
        for path in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")):
            there = path.read_text().replace("/opt/roundtable", str(tmp_path / "opt"))
            (tmp_path / path.name).write_text(there.replace("=roundtable\n", "=root\n"))
        units = sorted(tmp_path.glob("roundtable*"))
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
        ours = [line for line in done.stderr.splitlines() if "roundtable" in line]
        assert (done.returncode, ours) == (0, []), done.stderr


def test_readme_says_the_steps_with_files_that_there_are():
    steps = re.search(r"### Run it for real\n(.+?)\n### ", (ROOT / "README.md").read_text(), re.S)[1]
    named = set(re.findall(r"deploy/[\w.*-]+", steps))
    assert {"deploy/compose.yaml", "deploy/roundtable.env", "deploy/nginx.conf"} <= named
    assert [name for name in named if not list(ROOT.glob(name))] == []
    ran = re.findall(r"(?:python3 run|python -m community) (\w+)", steps)
    assert ran and set(ran) <= words.HERE.keys()
