"""What must hold of journeys: milestones are what the pipeline says, and states are what the items say."""

from salesmgmt.common.proof import by_sql

by_sql(
    name="onboarding.milestones_are_what_the_pipeline_says",
    rule="A journey's milestones are the person's first meeting or demo since the start, and their first won deal.",
    rows="SELECT count(*) FROM onboarding_journey",
    differences="""
        WITH meetings AS (
            SELECT journey.id AS journey_id, activity.happened_at AS reached_at, activity.id AS source_id
            FROM onboarding_journey AS journey JOIN pipeline_activity AS activity ON activity.user_id = journey.user_id
            WHERE activity.kind IN ('MEETING', 'DEMO') AND people_day(activity.happened_at) >= journey.start_date
        ), theirs AS (
            SELECT id AS deal_id, owner_id AS user_id FROM pipeline_deal
            UNION SELECT deal_id, user_id FROM pipeline_dealsplit
        ), wins AS (
            SELECT journey.id AS journey_id, deal.close_date::timestamp AT TIME ZONE company.zone AS reached_at,
                   deal.id AS source_id
            FROM onboarding_journey AS journey
            JOIN theirs ON theirs.user_id = journey.user_id
            JOIN pipeline_deal AS deal ON deal.id = theirs.deal_id
            CROSS JOIN people_company AS company
            WHERE deal.state = 'WON' AND deal.close_date >= journey.start_date
        ), said AS (
            SELECT DISTINCT ON (journey_id) journey_id, 'FIRST_MEETING' AS kind, reached_at,
                   'pipeline.activity ' || source_id AS source
            FROM meetings ORDER BY journey_id, reached_at, source_id
        ), won AS (
            SELECT DISTINCT ON (journey_id) journey_id, 'FIRST_DEAL' AS kind, reached_at,
                   'pipeline.deal ' || source_id AS source
            FROM wins ORDER BY journey_id, reached_at, source_id
        ), pipeline AS (SELECT * FROM said UNION ALL SELECT * FROM won
        ), kept AS (
            SELECT journey_id, kind, reached_at, source_kind || ' ' || source_id AS source
            FROM onboarding_journeymilestone
        )
        SELECT 'journey ' || journey_id || ', ' || kind, coalesce(kept.source || ' at ' || kept.reached_at, 'nothing'),
               coalesce(pipeline.source || ' at ' || pipeline.reached_at, 'nothing')
        FROM kept FULL JOIN pipeline USING (journey_id, kind)
        WHERE (kept.source, kept.reached_at) IS DISTINCT FROM (pipeline.source, pipeline.reached_at)
    """,
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
