"""The rule that says when a theme comes back."""

from lineofsight.foundation.ui.forms import VersionedForm, WholeNumberField


class ThemeRuleForm(VersionedForm):
    """So many findings, from so many products or agencies, in so many months."""

    names = {"findings": "how many findings", "places": "how many products or agencies", "months": "how many months"}
    findings = WholeNumberField(label="How many findings of the same theme?", min_value=2, max_value=50)
    places = WholeNumberField(
        label="In how many different products, or about how many different agencies?", min_value=1, max_value=20
    )
    months = WholeNumberField(label="Within how many months?", min_value=1, max_value=120)
