"""What views of pay share: what was posted, and which version of a row was looked at."""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The body of a POST, even an empty one, for a form; None shows the form for the first time."""
    return request.POST if request.method == "POST" else None


def version_looked_at(request: HttpRequest) -> int | None:
    """The version of the row that the form was shown beside; None where it says none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
