"""Pages of onboarding, under /onboarding/."""

from django.urls import path

from onboarding.views import cards, changes, drafts, items, journeys, own, plans, ramp

app_name = "onboarding"
urlpatterns = [
    path("", own.home, name="home"),
    path("mine/", own.mine, name="mine"),
    path("items/", items.assigned, name="items"),
    path("items/<int:pk>/", items.item_page, name="item"),
    path("items/<int:pk>/panel/", items.item_panel, name="item_panel"),
    path("items/<int:pk>/tick/", items.tick, name="tick"),
    path("items/<int:pk>/untick/", items.untick, name="untick"),
    path("items/<int:pk>/reassign/", items.reassign, name="reassign"),
    path("items/<int:pk>/note/", items.note, name="note"),
    path("journeys/", journeys.journey_list, name="journeys"),
    path("journeys/new/", journeys.journey_new, name="journey_new"),
    path("journeys/trial/", journeys.journey_trial, name="journey_trial"),
    path("journeys/<int:pk>/", journeys.record, name="journey"),
    path("journeys/<int:pk>/panel/", journeys.panel, name="journey_panel"),
    path("journeys/<int:pk>/people/", changes.people, name="journey_people"),
    path("journeys/<int:pk>/move/", changes.move, name="journey_move"),
    path("journeys/<int:pk>/stop/", changes.stop, name="journey_stop"),
    path("plans/", plans.plan_list, name="plans"),
    path("plans/new/", plans.plan_new, name="plan_new"),
    path("plans/<int:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/next/", plans.next_version, name="plan_next"),
    path("plans/versions/<int:pk>/", plans.plan_version, name="plan_version"),
    path("plans/versions/<int:pk>/publish/", plans.publish, name="plan_publish"),
    path("plans/versions/<int:pk>/trial/", plans.version_trial, name="plan_trial"),
    path("plans/versions/<int:pk>/draft/", drafts.draft, name="draft"),
    path("plans/versions/<int:pk>/items/", drafts.add, name="item_add"),
    path("plans/versions/<int:pk>/order/", drafts.order, name="item_order"),
    path("plans/items/<int:pk>/edit/", drafts.edit, name="item_edit"),
    path("plans/items/<int:pk>/remove/", drafts.remove, name="item_remove"),
    path("plans/items/<int:pk>/shift/", drafts.shift, name="item_shift"),
    path("ramp/", ramp.ramp, name="ramp"),
    path("cards/ramp/", cards.ramp_card, name="ramp-card"),
]
