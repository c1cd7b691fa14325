"""What must hold of the manager line and the team tree."""

from salesmgmt.common.proof import by_sql

by_sql(
    name="people.manager_line_has_no_cycle",
    rule="On no day does anybody stand above themselves in the manager line.",
    rows="SELECT count(*) FROM people_membership",
    differences="""
        WITH RECURSIVE above (person_id, manager_id, valid) AS (
            SELECT user_id, manager_id, valid FROM people_membership WHERE manager_id IS NOT NULL
            UNION
            SELECT above.person_id, own.manager_id, own.valid * above.valid
            FROM above JOIN people_membership AS own ON own.user_id = above.manager_id AND own.valid && above.valid
            WHERE own.manager_id IS NOT NULL AND above.manager_id <> above.person_id
        )
        SELECT DISTINCT 'person ' || person_id, 'above themselves in ' || valid::text, 'never above themselves'
        FROM above WHERE manager_id = person_id
    """,
)

by_sql(
    name="people.team_tree_has_no_cycle",
    rule="No team lies below itself.",
    rows="SELECT count(*) FROM people_team",
    differences="""
        WITH RECURSIVE above (team_id, parent_id) AS (
            SELECT id, parent_id FROM people_team WHERE parent_id IS NOT NULL
            UNION
            SELECT above.team_id, own.parent_id
            FROM above JOIN people_team AS own ON own.id = above.parent_id
            WHERE own.parent_id IS NOT NULL AND above.parent_id <> above.team_id
        )
        SELECT 'team ' || team_id, 'below itself', 'never below itself' FROM above WHERE parent_id = team_id
    """,
)

by_sql(
    name="people.who_has_left_cannot_sign_in",
    rule="Whoever's last place ended more than a day ago can no longer sign in.",
    rows="SELECT count(DISTINCT user_id) FROM people_membership",
    differences="""
        SELECT 'person ' || person.id, 'signs in', 'left before ' || max(upper(place.valid))
        FROM accounts_user AS person JOIN people_membership AS place ON place.user_id = person.id
        WHERE person.is_active
        GROUP BY person.id
        HAVING bool_and(upper(place.valid) IS NOT NULL AND upper(place.valid) < people_today() - 1)
    """,
)
