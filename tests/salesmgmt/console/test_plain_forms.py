"""What every form of the product has in common."""

from django import forms

from salesmgmt.console.forms.plain import ConsoleForm


class Numbers(ConsoleForm):
    kept_days = forms.IntegerField(min_value=1, max_value=3650)
    cost = forms.DecimalField(min_value=0, label="What it costs")
    own = forms.IntegerField(min_value=1, error_messages={"min_value": "Write how many there are."})


def test_a_number_out_of_bounds_names_itself_the_rule_and_the_way_out():
    low, high = (Numbers({"kept_days": number, "cost": "-1", "own": "0"}) for number in ("0", "4000"))
    assert low.errors["kept_days"] == high.errors["kept_days"] == ["“Kept days” is from 1 to 3650; correct it."]
    assert low.errors["cost"] == ["“What it costs” is 0 or more; correct it."]
    assert low.errors["own"] == ["Write how many there are."]


class Missing(ConsoleForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField()
    way = forms.ChoiceField(choices=[("a", "A")], label="Which way")
    sure = forms.BooleanField(label="I am sure")
    own = forms.CharField(error_messages={"required": "Write a few words."})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["late"] = forms.CharField(label="Named late")


def test_what_is_missing_names_itself_and_the_way_out():
    assert Missing({}).errors == {
        "version": ["“Version” is missing: load the page again."],
        "name": ["“Name” is missing: fill it in."],
        "way": ["“Which way” is missing: choose one."],
        "sure": ["“I am sure” is missing: tick it."],
        "own": ["Write a few words."],
        "late": ["“Named late” is missing: fill it in."],
    }
