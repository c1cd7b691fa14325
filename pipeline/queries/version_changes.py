"""What a version of a process asks for and does otherwise than the version before it, said in sentences."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from pipeline.models import ProcessVersion, Stage

_FACTS: Sequence[tuple[str, Callable[[Stage], str]]] = (
    ("is won with", lambda stage: f"{stage.default_probability * 100:.0f}%"),
    ("counts as", lambda stage: str(stage.get_forecast_category_display()).lower()),
    ("normally takes", lambda stage: f"{stage.normal_days} days" if stage.normal_days else "no said time"),
)


def version_before(version: ProcessVersion) -> ProcessVersion | None:
    return version.process.versions.filter(number__lt=version.number).order_by("-number").first()


def version_changes(version: ProcessVersion, before: ProcessVersion) -> list[str]:
    """Stages are the same by their name, rules by what they say, items by their code. Five queries a version."""
    now, then = _stages(version), _stages(before)
    said = [f"{name} is new" for name in now if name not in then]
    said += [f"{name} is left out" for name in then if name not in now]
    order = [name for name in now if name in then]
    if order != [name for name in then if name in now]:
        said.append(f"the stages stand in another order: {', '.join(order)}")
    for name, stage in now.items():
        if name in then:
            said += _of_stage(then[name], stage)
        else:
            said += [f"{name} {words}" for words in _rules(stage)]
    return said + list(_of_items(before, version))


def _stages(version: ProcessVersion) -> dict[str, Any]:
    stages = version.stages.order_by("position")
    return {
        each.name: each
        for each in stages.prefetch_related("criteria__item", "steps", "actions__step", "actions__webhook")
    }


def _of_stage(then: Any, now: Any) -> Iterator[str]:
    for words, fact in _FACTS if now.is_open else ():
        if fact(then) != fact(now):
            yield f"{now.name} {words} {fact(now)}, not {fact(then)}"
    was, is_now = _rules(then), _rules(now)
    yield from (f"{now.name} {words}" for words in is_now if words not in was)
    yield from (f"{now.name} no longer {words}" for words in was if words not in is_now)
    kept = [words for words in is_now if words in was]
    if kept != [words for words in was if words in is_now]:
        yield f"{now.name} has the same in another order"


def _rules(stage: Any) -> list[str]:
    return [
        *(f"asks for: {each.asks if not each.name else each}" for each in stage.criteria.all()),
        *(f"has the step “{each.title}”" for each in stage.steps.all()),
        *(f"does by itself: {each.does}" for each in stage.actions.all()),
    ]


def _of_items(before: ProcessVersion, version: ProcessVersion) -> Iterable[str]:
    then, now = (dict(each.items.values_list("code", "name")) for each in (before, version))
    yield from (f"wants to know: {name}" for code, name in now.items() if code not in then)
    yield from (f"no longer wants to know: {name}" for code, name in then.items() if code not in now)
