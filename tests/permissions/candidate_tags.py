"""What the permission table says of tags: one that Cal has, and one that nobody has."""

from hiring.domain.tags import add_tag, put_tag
from hiring.models import Candidacy
from tests.cast import AT, Cast

_API = "/api/v1/hiring"
TAG_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_API}/tags/"): {"name": "Would relocate"},
    ("PUT", f"{_API}/tags/{{free_tag}}/"): {"name": "Speaks Danish"},
    ("POST", f"{_API}/tags/{{free_tag}}/merge/"): {"into": "{cals_tag}"},
    ("POST", f"{_API}/candidacies/{{cals_candidacy}}/tag/"): {"tag": "{free_tag}"},
    ("POST", f"{_API}/candidacies/{{cals_candidacy}}/untag/"): {"tag": "{cals_tag}"},
    ("POST", "/hiring/tags/"): {"name": "Would relocate"},
    ("POST", "/hiring/tags/{free_tag}/"): {"name": "Speaks Danish"},
    ("POST", "/hiring/tags/{free_tag}/merge/"): {"into": "{cals_tag}"},
    ("POST", "/hiring/candidacies/{cals_candidacy}/tags/"): {"tag": "{free_tag}"},
}


def tag_names_of(cast: Cast, *, cals: int) -> dict[str, object]:
    had, free = (add_tag(name=name, by=cast.rosa, at=AT) for name in ("Plant side", "Speaks German"))
    put_tag(candidacy=Candidacy.objects.get(pk=cals), tag=had, by=cast.max, at=AT)
    return {"cals_tag": had.pk, "free_tag": free.pk}
