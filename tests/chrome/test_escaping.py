"""What is put into a template is text until somebody said that it is markup."""

import pytest
from jinja2 import Environment
from markupsafe import Markup

from tests.chrome.rendering import render


class Told(str):
    """Text of a class of its own."""


class Drawn:
    def __html__(self):
        return "<i>drawn</i>"


class OwnMarkup(Markup):
    pass


VALUES = ["<b> & \"'", Told("<b>"), Markup("<b>"), OwnMarkup("<b>"), Drawn(), 5, None, ["<b>"]]
PLACES = [
    "{{ value }}",
    '<p title="{{ value }}">',
    "{% macro m(one) %}{{ one }}{% endmacro %}{{ m(value) }}",
    "{% macro m(one) %}{{ caller(one) }}{% endmacro %}{% call(one) m(value) %}{{ one }}{% endcall %}",
    "{% set kept %}{{ value }}{% endset %}{{ kept }}",
    '{{ "<i>" ~ value }}',
    '{{ value if value else "<i>" }}',
    "{{ value|e }}",
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("place", PLACES)
def test_a_value_is_escaped_as_by_jinja_itself(place, value):
    plain = Environment(autoescape=True).from_string(place).render(value=value)
    assert render(place, value=value) == plain
    assert ("<b>" in plain) == isinstance(value, Markup), "text must not become markup"
