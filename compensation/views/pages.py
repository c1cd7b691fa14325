"""What views of pay share."""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The body of a POST, even an empty one, for a form; None shows the form for the first time."""
    return request.POST if request.method == "POST" else None
