"""Taking deals to another version of their process: which version, and what each open stage becomes there."""

from typing import Any

from django import forms

from pipeline.forms.new import NewForm
from pipeline.models import ProcessVersion, Stage
from pipeline.queries.version_moves import guessed

_SELECT = {"class": "form-select"}


class VersionMoveForm(NewForm):
    """`rows` are the open stages of the old version, each with its field; a stage left blank keeps its deals."""

    to = forms.ModelChoiceField(
        ProcessVersion.objects.none(),
        empty_label=None,
        label="To version",
        widget=forms.Select({"class": "form-select w-auto"}),
    )

    def __init__(self, data: Any = None, *, source: ProcessVersion, to: ProcessVersion, **kwargs: Any) -> None:
        super().__init__(data, initial={"to": to.pk}, **kwargs)
        self.source, self.version = source, to
        published = ProcessVersion.objects.filter(process=source.process_id, published_at__isnull=False)
        self.fields["to"].queryset = published.exclude(pk=source.pk).select_related("process").order_by("-number")
        found = guessed(source, to)
        self.stages = [stage for stage in source.stages.all() if stage.is_open]
        open_stages = [stage for stage in to.stages.all() if stage.is_open]
        for stage in self.stages:
            guess = found.get(stage.pk)
            self.fields[f"stage_{stage.pk}"] = forms.TypedChoiceField(
                choices=[("", "They stay"), *((each.pk, each.name) for each in open_stages)],
                coerce=int,
                empty_value=None,
                required=False,
                label=f"{stage} becomes",
                initial=guess[0].pk if guess else "",
                widget=forms.Select(_SELECT),
            )

    def chosen(self) -> dict[int, int]:
        """By number of the old stage that of the new one: as the form says, or as it is guessed before anybody did."""
        names = {stage.pk: f"stage_{stage.pk}" for stage in self.stages}
        said = self.cleaned_data if self.is_bound else {name: self.fields[name].initial for name in names.values()}
        return {pk: said[name] for pk, name in names.items() if said.get(name)}

    def becomes(self) -> dict[Stage, Stage]:
        """What `move_to_version` takes."""
        theirs = {stage.pk: stage for stage in self.version.stages.all()}
        chosen = self.chosen()
        return {stage: theirs[chosen[stage.pk]] for stage in self.stages if stage.pk in chosen}

    def field_of(self, stage: Stage) -> Any:
        return self[f"stage_{stage.pk}"]
