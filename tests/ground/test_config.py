"""A setting is known, well-formed and safe, or the start ends with a sentence that names it."""

import stat

import pytest

from community import config
from community.config import Misconfigured, load

LONG = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def here(tmp_path):
    return {"ROUNDTABLE_DATA": str(tmp_path)}


def test_without_any_variable_it_starts_on_this_machine(here):
    made = load(here)
    assert (made.base_url, made.host, made.workers, made.on_loopback) == ("http://127.0.0.1:8600", "127.0.0.1", 1, True)
    assert made.files == f"file://{made.data}/files"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ROUNDTABLE_PORT", "eight"),
        ("ROUNDTABLE_PORT", "70000"),
        ("ROUNDTABLE_WORKERS", "0"),
        ("ROUNDTABLE_SECRET", "short"),
        ("ROUNDTABLE_BASE_URL", "roundtable.example"),
        ("ROUNDTABLE_BASE_URL", "https://roundtable.example/under"),
        ("ROUNDTABLE_BASE_URL", "https://roundtable.example:port"),
        ("ROUNDTABLE_SMTP", "mail.example:25"),
        ("ROUNDTABLE_MAIL_FROM", "nobody"),
        ("ROUNDTABLE_TRUSTED_PROXIES", "the-proxy"),
        ("ROUNDTABLE_MOVE_CLOCK", "perhaps"),
        ("ROUNDTABLE_LANGUAGE", "Klingon"),
        ("ROUNDTABLE_FILES", "ftp://somewhere"),
        ("DATABASE_URL", "mysql://somewhere"),
        ("ROUNDTABLE_PROT", "8600"),
    ],
)
def test_an_unknown_or_malformed_variable_is_named(here, name, text):
    with pytest.raises(Misconfigured) as refused:
        load(here | {name: text})
    assert str(refused.value).startswith(name + " is ")


def test_all_mistakes_are_told_at_once(here):
    with pytest.raises(Misconfigured) as refused:
        load(here | {"ROUNDTABLE_PORT": "x", "ROUNDTABLE_WORKERS": "y"})
    assert len(str(refused.value).splitlines()) == 2


def test_a_wrong_secret_is_not_repeated(here):
    with pytest.raises(Misconfigured) as refused:
        load(here | {"ROUNDTABLE_SECRET": "hunter2", "ROUNDTABLE_SMTP": "me:hunter2@mail"})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "opening", [{"ROUNDTABLE_BASE_URL": "https://roundtable.example"}, {"ROUNDTABLE_HOST": "0.0.0.0"}]
)
def test_no_secret_has_a_default_outside_of_this_machine(here, opening):
    with pytest.raises(Misconfigured, match="ROUNDTABLE_SECRET must be set"):
        load(here | {"ROUNDTABLE_BASE_URL": "http://127.0.0.1"} | opening)
    assert not list(config.Path(here["ROUNDTABLE_DATA"]).iterdir()), "nothing was drawn"
    assert load({"ROUNDTABLE_BASE_URL": "http://127.0.0.1"} | opening | {"ROUNDTABLE_SECRET": LONG}).secret == LONG


def test_who_lets_others_in_says_at_which_address(here):
    with pytest.raises(Misconfigured, match="ROUNDTABLE_BASE_URL must be set"):
        load(here | {"ROUNDTABLE_HOST": "0.0.0.0", "ROUNDTABLE_SECRET": LONG})


@pytest.mark.parametrize("name", ["ROUNDTABLE_MOVE_CLOCK", "ROUNDTABLE_FETCH_HOSTS"])
def test_what_is_for_tests_is_refused_outside_of_this_machine(here, name):
    outside = here | {"ROUNDTABLE_BASE_URL": "https://roundtable.example", "ROUNDTABLE_SECRET": LONG}
    load(outside)
    with pytest.raises(Misconfigured, match=name):
        load(outside | {name: "yes"})


def test_on_this_machine_the_secret_is_drawn_once_and_only_its_owner_reads_it(here):
    first, second = load(here).secret, load(here).secret
    assert first == second and len(first) >= 32
    kept = config.Path(here["ROUNDTABLE_DATA"]) / "secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [file.name for file in kept.parent.iterdir()] == ["secret"]


def test_sample_data_is_what_demo_left(here):
    assert not load(here).sample
    config.sample_mark(load(here).data).touch()
    assert load(here).sample
    assert not load(here | {"ROUNDTABLE_SAMPLE": "no"}).sample


def test_every_field_is_a_row_of_the_table():
    assert [setting.field for setting in config.SETTINGS] == list(config.Config.__dataclass_fields__)
