"""The rules of people, without a database."""

import string
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from community.people.accounts import rules as accounts
from community.people.codes import rules as codes
from community.people.passwords import rules as passwords
from community.people.profile import rules as profile
from community.people.sessions import rules as sessions

ANA = ("Ana Torres", "ana.torres@cedarvalley.org", "Grade 4, Harbor View Elementary")


@pytest.mark.parametrize("password", ["fourteen signs", "short", ""])
def test_a55_a_password_has_at_least_15_signs(password):
    assert "15" in passwords.problem(password)


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword", "Password1234567!", "qwertyuiopasdfgh", "iloveyou12345678", "aaaaaaaaaaaaaaaa",
        "P@ssw0rdP@ssw0rd", "1234567890123456", "summerwinterspring2026", "zxcvbnmasdfghjkl", "MichaelJordan2023!",
    ],
)
def test_a55_what_everybody_tries_is_refused(password):
    assert len(password) >= passwords.LEAST, "else its length is what is refused"
    assert passwords.problem(password)


@pytest.mark.parametrize("password", ["AnaTorres1987ana", "Harborview 2026!!", "Cedar-Valley-2026", "roundtable-2026"])
def test_a55_the_names_around_a_person_do_not_count(password):
    assert passwords.problem(password, ANA)


@pytest.mark.parametrize(
    "password",
    [
        "tuesday letters on the porch", "sevenbluelanternshum", "ана любит чай и мёд", "k9#vQ2!mZx7$Lw4",
        "846203957103648", "🦉🦉🦉twelve odd birds sang",
    ],
)
def test_a55_long_and_of_ones_own_is_enough_in_any_script(password):
    assert passwords.problem(password, ANA) == ""


def test_a55_the_bundled_list_is_long_enough_and_clean():
    assert len(passwords.common()) >= 3000
    assert all(word == word.strip().lower() for word in passwords.common())


@given(some.text(min_size=0, max_size=1000))
def test_a47_no_password_takes_long_to_look_at(password):
    assert passwords.worth(password) >= 0


@given(some.text(alphabet=string.ascii_letters + string.digits, min_size=5, max_size=40))
def test_saying_a_thing_twice_hardly_helps(once):
    assert passwords.worth(once + once) <= passwords.worth(once) + 1


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\tevil", "/%0d\nX: y",
        "evil", "", "/sign-in", "/a b",
    ],
)
def test_a26_only_paths_of_our_own_are_gone_to(wanted):
    assert sessions.own_path(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/cohorts/7", "/cohorts/7/board?show=everyone", "/join?code=8F", "/work/EL#n"])
def test_a26_and_those_are_kept(wanted):
    assert sessions.own_path(wanted) == wanted


def test_a64_how_long_a_sign_in_lives():
    assert sessions.life(office=False, shared=False) == sessions.Life(timedelta(days=30), timedelta(days=14))
    assert sessions.life(office=True, shared=False) == sessions.Life(timedelta(hours=12), timedelta(hours=2))
    for office in (False, True):
        assert sessions.life(office, shared=True) == sessions.Life(timedelta(hours=12), timedelta(minutes=30))


def test_a_device_has_a_name_people_know():
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"
    assert sessions.device(firefox) == "Firefox, Windows"
    assert sessions.device(phone) == "Safari, iPhone"
    assert sessions.device("curl/8") == ""


@pytest.mark.parametrize(
    "typed",
    ["rosa@harborview", "rosa", "@x.org", "a@b..org", "a b@c.org", "a@c.org\r\nBcc: x@y.o", "a@" + "x" * 260 + ".org"],
)
def test_an_address_that_mail_cannot_use_is_told_why(typed):
    with pytest.raises(ValueError, match=r"\w+"):
        accounts.address(typed)


def test_an_address_is_kept_in_small_letters():
    assert accounts.address("  Rosa.Delgado+cohort@Harbor-View.ORG ") == "rosa.delgado+cohort@harbor-view.org"
    assert accounts.address("zoë@münchen.de") == "zoë@münchen.de"


def test_link_and_digits_need_the_servers_secret():
    seed = bytes(16)
    assert codes.token("one secret", seed) == codes.token("one secret", seed) != codes.token("another", seed)
    assert codes.token("one secret", seed) != codes.digits("one secret", seed)
    assert len(codes.token("one secret", seed)) == 43, "256 bits"


@given(some.binary(min_size=16, max_size=16))
def test_digits_are_always_six(seed):
    digits = codes.digits("secret", seed)
    assert len(digits) == 6 and digits.isdecimal()
    assert codes.same(f" {digits[:3]}-{digits[3:]} ", digits) and not codes.same(digits[:5], digits)


def test_a56_mailed_links_live_between_10_and_60_minutes():
    assert all(10 <= purpose.minutes <= 60 for purpose in codes.PURPOSES.values())


def test_each_zone_of_the_list_is_one_that_python_knows():
    listed = [zone for places in profile.zone_choices("en").values() for zone, _ in places]
    assert len(listed) == len(set(listed)) and set(listed) == set(profile.zones())
    assert profile.zone("America/New_York") == "America/New_York"
    assert profile.zone("Mars/Olympus") == "UTC"


def test_each_role_has_a_name():
    assert all(profile.role_name(role) for role in profile.ROLES)


def test_a43_a_name_is_one_line_and_turns_nothing_round():
    assert profile.plain(" Ana\r\nBcc: x \u202e Torres\x00 ") == "Ana Bcc: x Torres"
