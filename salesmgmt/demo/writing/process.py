"""How the sample company sells: exit criteria and a playbook, and what its deals made of both, set by set."""

from datetime import timedelta

from django.db import connection

from pipeline.choices import ActionKind, ActionMoment, ActionWhom, ActivityKind, CriterionKind, DealFact
from pipeline.domain.draft_actions import ActionFacts, add_action
from pipeline.domain.drafts import CriterionFacts, StepFacts, add_criterion, add_step
from pipeline.models import ProcessVersion
from salesmgmt.demo.writing.book import ZONE, Book

RULES: dict[str, tuple[CriterionFacts | StepFacts | ActionFacts, ...]] = {
    "Qualify": (
        CriterionFacts(CriterionKind.FIELD, field=DealFact.CLOSE_DATE),
        StepFacts(
            "Find out who pays",
            why="Three of four lost deals never named the one who signs.",
            material="Ask: whose budget is it, and who has signed for something like this before?",
            check_text="the economic buyer is among those who buy",
            due_days=2,
            helps="economic-buyer",
        ),
        StepFacts("Agree when to decide", why="A day makes the rest of the plan.", due_days=4),
    ),
    "Discover": (
        CriterionFacts(CriterionKind.FIELD, field=DealFact.AMOUNT),
        StepFacts("Walk the line with the plant lead", why="What they show you is what they will buy.", due_days=5),
        StepFacts(
            "Write down what it costs them today",
            check_text="they have read it and agree",
            due_days=7,
            helps="identify-pain",
        ),
    ),
    "Prove": (
        CriterionFacts(CriterionKind.ACTIVITIES, activity_kind=ActivityKind.MEETING, count=1),
        CriterionFacts(CriterionKind.CHECK, name="Proof accepted"),
        StepFacts("Agree what the proof has to show", why="Else it shows something else.", due_days=3),
        StepFacts("Call a like plant together", material="Their own words sell better than ours.", due_days=9),
    ),
    "Propose": (
        CriterionFacts(CriterionKind.CHECK, name="Budget confirmed"),
        StepFacts("Go through the terms with legal", why="Two weeks are lost where legal reads it last.", due_days=3),
        StepFacts("Agree the steps to the signature", due_days=5, helps="decision-process"),
        ActionFacts(
            ActionMoment.ENTER,
            ActionKind.NOTIFY,
            whom=ActionWhom.MANAGER,
            message="Read the terms before they go out.",
        ),
    ),
}
LOOKS_BACK = timedelta(days=180)
"""Older moves left no trace: the criteria are as old as that."""

_TICKED = """
INSERT INTO pipeline_criterioncheck (deal_id, criterion_id, evidence, by_id, at)
SELECT deal.id, criterion.id, (ARRAY['Mail of their CFO', 'Minutes of the last meeting', 'Said on the call'])
       [1 + deal.id %% 3], deal.owner_id, deal.stage_entered_at
FROM pipeline_deal AS deal JOIN pipeline_exitcriterion AS criterion ON criterion.stage_id = deal.stage_id
WHERE deal.state = 'OPEN' AND criterion.kind = 'CHECK' AND deal.id %% 10 < 7
ORDER BY deal.id, criterion.id
"""
_TASKS = """
INSERT INTO pipeline_task (deal_id, step_id, entered_at, due_date, state, closed_by_id, closed_at, note, version)
SELECT deal.id, step.id, deal.stage_entered_at, due.day, CASE WHEN done THEN 'DONE' ELSE 'OPEN' END,
       CASE WHEN done THEN deal.owner_id END,
       CASE WHEN done THEN least((due.day + time '10:00') AT TIME ZONE %(zone)s + late.days, %(now)s) END, '', 1
FROM pipeline_deal AS deal JOIN pipeline_playbookstep AS step ON step.stage_id = deal.stage_id
CROSS JOIN LATERAL (SELECT (deal.stage_entered_at AT TIME ZONE %(zone)s)::date + step.due_days AS day) AS due
CROSS JOIN LATERAL (SELECT CASE WHEN (deal.id + step.id) %% 6 = 0 THEN interval '2 days' ELSE interval '0' END
       AS days) AS late
CROSS JOIN LATERAL (SELECT due.day < (%(now)s AT TIME ZONE %(zone)s)::date AND (deal.id * 7 + step.id) %% 10 < 9
       AS done) AS did
WHERE deal.state = 'OPEN'
ORDER BY deal.id, step.id
"""
_EXITS = """
INSERT INTO pipeline_stageexit (deal_id, stage_id, deal_version, owner_id, by_id, at, unmet, reason)
SELECT moved.deal_id, moved.stage_id, moved.place, moved.owner_id, moved.owner_id, moved.left_at,
       CASE WHEN moved.by_override THEN moved.criteria ELSE '{}' END,
       CASE WHEN moved.by_override THEN (ARRAY['Signed at the fair', 'Their board meets before', 'An old customer'])
       [1 + moved.deal_id %% 3] ELSE '' END
FROM (
    SELECT version.deal_id, version.stage_id, version.owner_id, version.valid_to AS left_at, stage.position,
           lead(stage.position) OVER of_deal AS next_position, lead(stage.kind) OVER of_deal AS next_kind,
           1 + row_number() OVER of_deal AS place, (version.deal_id * 3 + stage.position) %% 11 = 0 AS by_override,
           (SELECT array_agg(id ORDER BY id) FROM pipeline_exitcriterion WHERE stage_id = version.stage_id) AS criteria
    FROM pipeline_dealversion AS version
    JOIN pipeline_stage AS stage ON stage.id = version.stage_id
    WHERE version.valid_to IS NULL OR version.valid_to >= %(since)s
    WINDOW of_deal AS (PARTITION BY version.deal_id ORDER BY version.valid_from)
) AS moved
WHERE moved.left_at IS NOT NULL AND moved.next_position > moved.position AND moved.next_kind <> 'LOST'
  AND moved.criteria IS NOT NULL
ORDER BY moved.deal_id, moved.place
"""


_SCORED = """
INSERT INTO pipeline_qualificationscore (deal_id, item_id, code, score, evidence, by_id, at)
SELECT deal.id, item.id, item.code, said.score,
       CASE WHEN said.score >= 2 THEN (ARRAY['Minutes of the last meeting', 'Their own numbers, by mail',
       'Said by two of them'])[1 + (deal.id + item.position) %% 3] ELSE '' END, deal.owner_id, deal.stage_entered_at
FROM pipeline_deal AS deal JOIN pipeline_stage AS stage ON stage.id = deal.stage_id
JOIN pipeline_qualificationitem AS item ON item.process_version_id = stage.process_version_id
CROSS JOIN LATERAL (SELECT (deal.id * 5 + item.position * 3 + item.position * deal.id) %% 11 AS drawn) AS luck
CROSS JOIN LATERAL (SELECT CASE WHEN drawn < 1 THEN 0 WHEN drawn < 4 THEN 1 WHEN drawn < 6 THEN 2 ELSE 3 END
       AS score) AS said
WHERE deal.state = 'OPEN' AND luck.drawn < 5 + stage.position
ORDER BY deal.id, item.id
"""
_MEETINGS = """
INSERT INTO pipeline_plannedmeeting (deal_id, kind, user_id, contact_id, starts_at, minutes, about, step, state, reason,
    planned_at)
SELECT deal.id, (ARRAY['MEETING', 'CALL', 'DEMO'])[1 + deal.id / 3 %% 3], deal.owner_id, who.contact_id,
       (deal.next_step_date + time '09:00' + interval '30 minutes' * (deal.id %% 14)) AT TIME ZONE %(zone)s,
       30 + 15 * (deal.id %% 3), deal.next_step, '', 'PLANNED', '', %(now)s - interval '2 days'
FROM pipeline_deal AS deal
LEFT JOIN LATERAL (
    SELECT contact_id FROM pipeline_dealcontact WHERE deal_id = deal.id ORDER BY id LIMIT 1
) AS who ON true
WHERE deal.state = 'OPEN' AND deal.id %% 3 = 0 AND deal.next_step <> ''
  AND deal.next_step_date BETWEEN (%(now)s AT TIME ZONE %(zone)s)::date - 1
      AND (%(now)s AT TIME ZONE %(zone)s)::date + 14
ORDER BY deal.id
"""
"""A third of the next steps of these days are meetings."""
_HELP = """
INSERT INTO pipeline_helprequest (deal_id, kind, helper_id, question, shared, due_date, asked_by_id, asked_at, answer,
    answered_at)
SELECT deal.id, CASE WHEN by_law THEN 'LEGAL' ELSE 'PRICING' END, helper.id,
       CASE WHEN by_law THEN 'They want our liability capped at the order. May we?'
       ELSE 'May we go 8%% below list for two years instead of one?' END,
       CASE WHEN by_law THEN ARRAY['NAME'] ELSE ARRAY['NAME', 'AMOUNT', 'CLOSE_DATE'] END,
       (asked.at AT TIME ZONE %(zone)s)::date + 3, deal.owner_id, asked.at,
       CASE WHEN is_answered THEN 'Yes, as long as it says so in the order.' ELSE '' END,
       CASE WHEN is_answered THEN asked.at + interval '1 hour' * (3 + deal.id %% 40) END
FROM pipeline_deal AS deal
CROSS JOIN LATERAL (SELECT deal.id %% 2 = 0 AS by_law, deal.id %% 7 < 5 AS is_answered) AS drawn
JOIN accounts_user AS helper ON helper.name = CASE WHEN by_law THEN 'Ida Lund' ELSE 'Finn Fisker' END
CROSS JOIN LATERAL (SELECT greatest(deal.stage_entered_at, %(now)s - interval '9 days') - interval '2 days' AS at)
       AS asked
WHERE deal.state = 'OPEN' AND deal.id %% 13 = 0 AND deal.owner_id <> helper.id
ORDER BY deal.id
"""
_KNOWN = {"Propose": ("economic-buyer", 2)}
"""Which item has to be scored at least so before a deal leaves the stage."""
_ADD = {CriterionFacts: add_criterion, StepFacts: add_step, ActionFacts: add_action}


def write_rules(version: ProcessVersion, book: Book) -> None:
    """What the draft's stages ask for, and what is to be done in them."""
    stages = {stage.name: stage for stage in version.stages.all()}
    for name, rules in RULES.items():
        for facts in rules:
            _ADD[type(facts)](stage=stages[name], facts=facts, by=book.by, at=book.founded_at)
    for name, (code, score) in _KNOWN.items():
        known = CriterionFacts(CriterionKind.QUALIFIED, item=version.items.get(code=code), score=score)
        add_criterion(stage=stages[name], facts=known, by=book.by, at=book.founded_at)


def write_guidance(book: Book) -> None:
    """Ticks, tasks, scores and meetings of open deals, help asked about some, and the stages that were left lately, a
    tenth of them by an override."""
    said = {"zone": ZONE, "now": book.today_at, "since": book.today_at - LOOKS_BACK}
    with connection.cursor() as cursor:
        for statement in (_TICKED, _TASKS, _EXITS, _SCORED, _MEETINGS, _HELP):
            cursor.execute(statement, said)
