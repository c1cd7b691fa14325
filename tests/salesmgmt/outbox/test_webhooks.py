"""Setting webhooks up: who may, what is refused, and what an endpoint can ask for."""

import pytest
from django.urls import reverse

from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumers_of
from salesmgmt.outbox.domain.webhooks import (
    EndpointFacts,
    add_endpoint,
    edit_endpoint,
    pause_endpoint,
    remove_endpoint,
    rotate_secret,
)
from salesmgmt.outbox.families import Family, all_kinds, families, family_of, is_wanted, register_family, title_of
from salesmgmt.outbox.models import WebhookEndpoint
from salesmgmt.outbox.signatures import secret_of, secret_text
from salesmgmt.people.standing import forget_standing
from tests.cast import AT
from tests.refusals import assert_breaks, assert_refused

pytestmark = pytest.mark.django_db
URL = "https://hooks.example.com/sales"


def facts(olga, **changed) -> EndpointFacts:
    return EndpointFacts(**{"name": "Data warehouse", "url": URL, "kinds": ["deal.won"], "sees_as": olga, **changed})


def test_an_endpoint_is_told_its_secret_once_and_the_database_holds_none(olga):
    endpoint, text = add_endpoint(facts=facts(olga, kinds=["order.placed", "deal.*"]), by=olga, at=AT)
    assert text == secret_text(secret_of(endpoint.salt))
    endpoint.refresh_from_db()
    assert (endpoint.kinds, endpoint.pause) == (["deal.*", "order.placed"], "")
    assert text not in str(WebhookEndpoint.objects.values().get())
    assert Event.objects.get(kind="webhook.added").payload == {"sees_as_id": olga.pk}
    assert rotate_secret(endpoint=endpoint, by=olga, at=AT) != text


@pytest.mark.parametrize(
    ("changed", "code", "field", "says"),
    [
        ({"kinds": ["deal.eaten"]}, "kind", "kinds", "“deal.eaten”"),
        ({"kinds": []}, "kind", "kinds", "some kind of event"),
        ({"kinds": ["webhook.tested"]}, "kind", "kinds", "“webhook.tested”"),
        ({"kinds": ["deal.stage_acted"]}, "kind", "kinds", "“deal.stage_acted”"),
        ({"kinds": ["candidate.erased"]}, "kind", "kinds", "“candidate.erased”"),
        ({"url": "http://hooks.example.com/"}, "address", "url", "https"),
        ({"url": "https://10.0.0.1/"}, "private", "url", "public"),
        ({"name": " "}, "a_webhook_has_a_name", "name", "needs a name"),
        ({"name": "data Warehouse"}, "a_webhook_is_the_only_one_of_its_name", "name", "Another webhook"),
    ],
)
def test_what_does_not_make_a_webhook_is_refused(olga, settings, changed, code, field, says):
    settings.WEBHOOK_NETWORKS = []
    known, _ = add_endpoint(facts=facts(olga), by=olga, at=AT)
    before = list(WebhookEndpoint.objects.values())
    with assert_refused(code, field, says=says):
        add_endpoint(facts=facts(olga, **{"name": "Payroll", **changed}), by=olga, at=AT)
    other, _ = add_endpoint(facts=facts(olga, name="Other"), by=olga, at=AT)
    with assert_refused(code, field, says=says):
        edit_endpoint(endpoint=other, facts=facts(olga, **{"name": "Other", **changed}), by=olga, at=AT)
    assert list(WebhookEndpoint.objects.filter(pk=known.pk).values()) == before
    assert WebhookEndpoint.objects.get(pk=other.pk).name == "Other"


def test_nobody_is_woken_for_programs_while_none_is_told(olga, rita):
    def is_woken(by) -> bool:
        return "outbox.webhooks" in consumers_of("deal.won", by)

    assert not is_woken(rita)
    endpoint, _ = add_endpoint(facts=facts(olga), by=olga, at=AT)
    assert is_woken(olga)
    assert not is_woken(rita), "Their request began before; it is read with all others within ten seconds."
    forget_standing(rita)
    assert is_woken(rita)
    remove_endpoint(endpoint=endpoint, by=olga, at=AT)
    forget_standing(rita)
    assert not is_woken(rita)
    assert is_woken(None), "The system stands nowhere, and is not asked."


def test_somebody_who_has_left_sees_nothing(cast):
    cast.sam.is_active = False
    with assert_refused("person_left", "sees_as"):
        add_endpoint(facts=facts(cast.sam), by=cast.olga, at=AT)


@pytest.mark.parametrize("who", ["rita", "max", "carla", "finn", "api_user"])
def test_only_admins_set_webhooks_up(cast, who):
    person = getattr(cast, who)
    with assert_refused("not_allowed"):
        add_endpoint(facts=facts(cast.olga), by=person, at=AT)
    endpoint, _ = add_endpoint(facts=facts(cast.olga), by=cast.olga, at=AT)
    for act in (pause_endpoint, rotate_secret, remove_endpoint):
        with assert_refused("not_allowed"):
            act(endpoint=endpoint, by=person, at=AT)
    assert not WebhookEndpoint.objects.visible_to(person).exists()


def test_a_removed_one_is_gone_and_its_name_is_free(olga):
    endpoint, _ = add_endpoint(facts=facts(olga), by=olga, at=AT)
    remove_endpoint(endpoint=endpoint, by=olga, at=AT)
    with assert_refused("removed", says="add it again"):
        pause_endpoint(endpoint=endpoint, by=olga, at=AT)
    add_endpoint(facts=facts(olga), by=olga, at=AT)
    assert WebhookEndpoint.objects.visible_to(olga).count() == 1


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"pause": "BY_HAND"}, "a_paused_webhook_says_why_and_since_when"),
        ({"kinds": []}, "a_webhook_asks_for_some_kind_of_event"),
        ({"name": ""}, "a_webhook_has_a_name"),
        ({"former_until": AT}, "a_former_secret_of_a_webhook_has_its_end"),
    ],
)
def test_the_database_holds_it_too(olga, changed, constraint):
    add_endpoint(facts=facts(olga), by=olga, at=AT)
    with assert_breaks(constraint):
        WebhookEndpoint.objects.update(**changed)


def test_every_kind_has_a_title_of_its_own_and_its_rows_an_address_and_a_rule(olga):
    kinds = sorted(all_kinds())
    assert len({title_of(kind) for kind in kinds}) == len(kinds) > 50
    for family in {family_of(kind).code: family_of(kind) for kind in kinds}.values():
        assert reverse(family.url_name, args=[7]).startswith("/api/v1/")
        assert family.seen_by(olga).model is family.model
    assert "webhook" not in {family.code for family in families()}, "A test is sent, not asked for."


def test_a_family_brings_all_its_kinds_but_those_that_are_addressed():
    assert is_wanted("deal.won", ["deal.*"])
    assert is_wanted("candidate.hired", ["candidacy.*"])
    assert not is_wanted("deal.won", ["lead.*", "deal.lost"])
    assert not is_wanted("deal.stage_acted", ["deal.*"])


def test_a_kind_belongs_to_one_family():
    with pytest.raises(ValueError, match=r"deal\.won"):
        register_family(Family("again", "Again", WebhookEndpoint, "api-webhook-detail", {"deal.won": "Once more"}))
