"""People of one name can be told apart wherever one of them is chosen."""

from importlib import import_module

import pytest
from django import forms

from pipeline.forms.hand_over import HandOverForm
from pipeline.queries.offers import SELLERS, offers_for
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.settings import BASE_DIR
from tests.pipeline_rows import make_deal, make_process

pytestmark = pytest.mark.django_db


def subclasses(of: type) -> set[type]:
    return {of, *(each for inner in of.__subclasses__() for each in subclasses(inner))}


def test_whoever_has_a_namesake_stands_there_with_the_address(cast):
    User.objects.filter(pk=cast.sam.pk).update(name=cast.rita.name)
    people = User.objects.filter(pk__in=(cast.rita.pk, cast.sam.pk, cast.nora.pk)).order_by("email")
    field = PersonField(people, empty_label="Nobody")
    assert list(field.choices) == [
        ("", "Nobody"),
        (cast.nora.pk, cast.nora.name),
        (cast.rita.pk, f"{cast.rita.name}, {cast.rita.email}"),
        (cast.sam.pk, f"{cast.rita.name}, {cast.sam.email}"),
    ]
    assert field.clean(str(cast.sam.pk)) == cast.sam


def test_namesakes_are_told_apart_in_dialogs_and_pages(cast):
    make_process()
    deal = make_deal(cast.max, "Helix")
    User.objects.filter(pk=cast.sam.pk).update(name=cast.rita.name)
    apart = {(each.pk, f"{cast.rita.name}, {each.email}") for each in (cast.rita, cast.sam)}
    assert apart <= set(offers_for(deal)[SELLERS])
    assert apart <= set(HandOverForm(user=cast.olga).fields["to"].choices)


def test_every_form_that_asks_for_somebody_tells_them_apart():
    for path in (*BASE_DIR.glob("*/forms/*.py"), *BASE_DIR.glob("salesmgmt/*/forms/*.py")):
        import_module(".".join(path.relative_to(BASE_DIR).with_suffix("").parts))
    asked = [
        (form, name, field)
        for form in subclasses(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None and field.queryset.model is User
    ]
    assert len(asked) > 30
    assert [
        f"{form.__name__}.{name}" for form, name, field in asked if field.iterator is not PersonField.iterator
    ] == []
