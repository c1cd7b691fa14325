"""What must hold of journeys: milestones are what the pipeline says, and states are what the items say."""

from onboarding.choices import DEAL_KINDS, IMPORT_KINDS, JOURNEY_KINDS
from salesmgmt.common.proof import by_sql

_IMPORTED = ", ".join(f"'{kind}'" for kind in sorted(IMPORT_KINDS))
_WAITING = ", ".join(f"'{kind}'" for kind in sorted(DEAL_KINDS | IMPORT_KINDS | JOURNEY_KINDS))

by_sql(
    name="onboarding.milestones_are_what_the_pipeline_says",
    rule="A journey's milestones are the person's first meeting and won deal since the start, once the log is read.",
    rows="SELECT count(*) FROM onboarding_journey",
    differences=f"""
        WITH meetings AS (
            SELECT DISTINCT ON (journey.id) journey.id AS journey_id, 'FIRST_MEETING' AS kind,
                   activity.happened_at AS reached_at, 'pipeline.activity ' || activity.id AS source, activity.deal_id
            FROM onboarding_journey AS journey JOIN pipeline_activity AS activity ON activity.user_id = journey.user_id
            WHERE activity.kind IN ('MEETING', 'DEMO') AND people_day(activity.happened_at) >= journey.start_date
            ORDER BY journey.id, activity.happened_at, activity.id
        ), theirs AS (
            SELECT id AS deal_id, owner_id AS user_id FROM pipeline_deal
            UNION SELECT deal_id, user_id FROM pipeline_dealsplit
        ), wins AS (
            SELECT DISTINCT ON (journey.id) journey.id AS journey_id, 'FIRST_DEAL' AS kind,
                   deal.close_date::timestamp AT TIME ZONE company.zone AS reached_at,
                   'pipeline.deal ' || deal.id AS source, deal.id AS deal_id
            FROM onboarding_journey AS journey
            JOIN theirs ON theirs.user_id = journey.user_id
            JOIN pipeline_deal AS deal ON deal.id = theirs.deal_id
            CROSS JOIN people_company AS company
            WHERE deal.state = 'WON' AND deal.close_date >= journey.start_date
            ORDER BY journey.id, deal.close_date, deal.id
        ), pipeline AS (
            SELECT * FROM meetings UNION ALL SELECT * FROM wins
        ), kept AS (
            SELECT milestone.journey_id, milestone.kind, milestone.reached_at,
                   source_kind || ' ' || source_id AS source, coalesce(activity.deal_id, source_id) AS deal_id
            FROM onboarding_journeymilestone AS milestone
            LEFT JOIN pipeline_activity AS activity ON source_kind = 'pipeline.activity' AND activity.id = source_id
        ), unread AS (
            SELECT event.kind, subject_kind, subject_id FROM events_event AS event
            LEFT JOIN events_consumer AS reader ON reader.name = 'onboarding.milestones'
            WHERE event.kind IN ({_WAITING})
              AND (reader.name IS NULL
                   OR (event.epoch, event.tx, event.id) > (reader.epoch, reader.tx, reader.event_id))
            UNION ALL
            SELECT under_way.told, NULL, NULL
            FROM events_job, jsonb_object_keys(progress -> 'cursor' -> 'told') AS under_way (told)
            WHERE events_job.kind = 'imports.run'
        )
        SELECT 'journey ' || journey_id || ', ' || kind, coalesce(kept.source || ' at ' || kept.reached_at, 'nothing'),
               coalesce(pipeline.source || ' at ' || pipeline.reached_at, 'nothing')
        FROM kept FULL JOIN pipeline USING (journey_id, kind)
        WHERE (kept.source, kept.reached_at) IS DISTINCT FROM (pipeline.source, pipeline.reached_at)
          AND NOT EXISTS (
              SELECT 1 FROM unread
              WHERE unread.kind IN ({_IMPORTED})
                 OR (subject_kind = 'pipeline.deal' AND subject_id IN (kept.deal_id, pipeline.deal_id))
                 OR (subject_kind = 'onboarding.journey' AND subject_id = journey_id)
          )
    """,  # noqa: S608 - kinds of event, written in the program
)

by_sql(
    name="onboarding.journeys_are_finished_when_all_is_done",
    rule="A journey is finished when all of its items are done, and not before.",
    rows="SELECT count(*) FROM onboarding_journey WHERE state <> 'STOPPED'",
    differences="""
        SELECT 'journey ' || journey.id, journey.state,
               CASE WHEN count(*) FILTER (WHERE item.done_at IS NULL) = 0 THEN 'FINISHED' ELSE 'OPEN' END
        FROM onboarding_journey AS journey JOIN onboarding_journeyitem AS item ON item.journey_id = journey.id
        WHERE journey.state <> 'STOPPED' GROUP BY journey.id
        HAVING (journey.state = 'FINISHED') <> (count(*) FILTER (WHERE item.done_at IS NULL) = 0)
    """,
)
