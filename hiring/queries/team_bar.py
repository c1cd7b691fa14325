"""How today's people of a role profile were rated when they were hired, and candidates beside them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from hiring.engine.bar import FEWEST_RATED, Bar, bar_of
from hiring.models import Candidacy, Rating, Scorecard
from salesmgmt.accounts.models import User
from salesmgmt.people.models import Membership, ProfileCompetency
from salesmgmt.statistics.quantiles import median

Team = Mapping[str, Sequence[Fraction]]


def bars_of(
    candidacies: Collection[Candidacy], *, role_profile: int, viewer: User, team: int | None = None
) -> tuple[Mapping[int, Bar], bool]:
    """By candidacy, and whether the people compared with are those of `team`: where fewer than five of it were rated,
    they are everybody who holds the role profile today. Three queries.

    Ratings of candidates are those that the viewer may read by now; of the team, for which nobody is named, all.
    """
    asked = list(
        ProfileCompetency.objects.today()
        .filter(profile=role_profile)
        .order_by("-weight", "competency__name")
        .values_list("competency__name", "weight")
    )
    of_team, of_all = _people_rated(role_profile, team)
    is_team = any(len(values) >= FEWEST_RATED for values in of_team.values())
    own = _ratings_of(candidacies, viewer)
    compared = of_team if is_team else of_all
    return {each.pk: bar_of(asked, compared, own.get(each.pk, {})) for each in candidacies}, is_team


def _people_rated(role_profile: int, team: int | None) -> tuple[Team, Team]:
    """By competency a value for each person, the middle of their ratings: of a team, and of everybody."""
    members = dict(Membership.objects.today().filter(role_profile=role_profile).values_list("user_id", "team_id"))
    found = Rating.objects.filter(
        scorecard__submitted_at__isnull=False, scorecard__interview__candidacy__hired_user__in=members
    ).values_list("competency__name", "scorecard__interview__candidacy__hired_user_id", "value")
    ratings: dict[tuple[str, int], list[int]] = defaultdict(list)
    for competency, user, value in found:
        ratings[competency, user].append(value)
    of_team, of_all = defaultdict(list), defaultdict(list)
    for (competency, user), values in ratings.items():
        of_all[competency].append(median(values))
        if members[user] == team:
            of_team[competency].append(median(values))
    return of_team, of_all


def _ratings_of(candidacies: Collection[Candidacy], viewer: User) -> Mapping[int, Mapping[str, list[int]]]:
    readable = Scorecard.objects.visible_to(viewer).filter(
        submitted_at__isnull=False, interview__candidacy__in=[each.pk for each in candidacies]
    )
    rows = Rating.objects.filter(scorecard__in=readable.values("pk")).order_by()
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for pk, competency, value in rows.values_list("scorecard__interview__candidacy_id", "competency__name", "value"):
        found[pk][competency].append(value)
    return found
