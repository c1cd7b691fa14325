"""What cannot be taken back says so in each form that does it, before it is done."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver

from salesmgmt.console.forms.acts import ActForm
from salesmgmt.web.for_good import ForGood, acts_for_good, for_good_of, register_for_good
from salesmgmt.web.undoing import undoables

FORM = re.compile(r"<form\b.*?</form>", re.S)
LINK = re.compile(r"\{% url \"([\w:-]+)\"[^%]*%\}")
NAMED_FIRST = re.compile(
    r"\{% url \"([\w:-]+)\"[^%]*as \w+ %\}\s*\{% include \"web/components/act.html\" with form=(?:forms\.)?(\w+)"
)
OWN_ADDRESS = {"hiring:hire": "hiring/hire/page.html", "hiring:scorecard": "hiring/interviews/scorecard.html",
    "offer:answer": "hiring/offers/answer.html", "consent:page": "hiring/consent/page.html"}  # fmt: skip
"""Forms that post to the page they stand on, so that no address is written in them."""


@cache
def templates() -> tuple[tuple[str, str], ...]:
    """Each template's name and text, looked for in all folders once, and not once for each act."""
    return tuple(
        (path.as_posix().rpartition("/templates/")[2], path.read_text())
        for path in sorted(Path(settings.BASE_DIR).glob("*/**/templates/**/*.html"))
        if "node_modules" not in path.parts and ".venv" not in path.parts
    )


def forms_that_do(act: ForGood, found: Iterable[tuple[str, str]]) -> list[tuple[str, bool]]:
    """Each form that does an act, and whether it says that it is for good."""
    said = f'for_good "{act.code}"'
    by_class = {each.name for each in every_form_class() if each.for_good == act.code}
    here = []
    for name, text in found:
        for form in FORM.findall(text):
            does = act.url_name in LINK.findall(form.partition(">")[0] + ">") or _posts(form, act.url_name)
            if does or (OWN_ADDRESS.get(act.url_name) == name and 'method="post"' in form):
                here.append((name, said in form or ("for_good form.for_good" in form and bool(by_class))))
        first = [form.removesuffix("_form") for url, form in NAMED_FIRST.findall(text) if url == act.url_name]
        here += [(name, form in by_class) for form in first]
    return here


def _posts(form: str, url_name: str) -> bool:
    return any(
        url_name in LINK.findall(value) for value in re.findall(r'(?:action|hx-post)="((?:\{%.*?%\}|[^"])*)"', form)
    )


def every_form_class() -> set[type[ActForm]]:
    """All of them: forms are imported by the views of the URL conf."""
    assert get_resolver().url_patterns
    return set(every_form(ActForm))


def every_form(form: type[ActForm]) -> Iterator[type[ActForm]]:
    for each in form.__subclasses__():
        if hasattr(each, "name"):
            yield each
        yield from every_form(each)


@pytest.mark.parametrize("act", acts_for_good(), ids=lambda act: act.code)
def test_every_form_of_it_says_so(act):
    forms = forms_that_do(act, templates())
    assert forms, f"No form posts to {act.url_name}: correct its name in for_good.py."
    assert [name for name, says in forms if not says] == []


def test_a_form_that_does_not_say_so_is_noticed():
    act = for_good_of("pipeline.issue_invoice")
    bare = '<form method="post" action="{% url "pipeline:issue-invoice" order.pk %}">{% csrf_token %}</form>'
    assert forms_that_do(act, [("a.html", bare)]) == [("a.html", False)]
    hired = [(name, text.replace("{% for_good form.for_good %}", "")) for name, text in templates()]
    assert ("hiring/hire/page.html", False) in forms_that_do(for_good_of("hiring.hire"), hired)


def test_nothing_is_both_undoable_and_for_good():
    assert {act.code for act in acts_for_good()}.isdisjoint({each.verb for each in undoables()})


def test_an_act_says_a_sentence_once():
    with pytest.raises(ValueError, match="declared twice"):
        register_for_good("hiring.hire", "hiring:hire", "This cannot be taken back.")
    with pytest.raises(ValueError, match="in a sentence"):
        register_for_good("toy", "toy", "Careful!")
