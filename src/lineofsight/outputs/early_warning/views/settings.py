"""How triage works here: how long the list may be, how long it may take, and who does it between meetings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lineofsight.cycle.warnings import changes
from lineofsight.cycle.warnings.changes.triage import SettingChangedMeanwhile
from lineofsight.cycle.warnings.models import TriageSetting
from lineofsight.foundation.partnership.guards import PartnershipRequest, partnership_page
from lineofsight.foundation.partnership.models import Role
from lineofsight.outputs.early_warning.forms import TriageForm
from lineofsight.outputs.early_warning.views.sections import shared

CHANGED = (
    "Somebody else changed this while you were reading it. See what holds now, and save yours again if it still fits."
)


@partnership_page("triage_warnings", "manage_setup")
@require_http_methods(["GET", "HEAD", "POST"])
def triage_settings(request: PartnershipRequest) -> HttpResponse:
    """Change how the sub-group triages."""
    partnership = request.here.partnership
    setting, seats = changes.triage_setting(partnership), _seats(request)
    choices = [(key, str(role)) for key, role in seats.items()]
    form = TriageForm(request.POST or None, seats=choices, initial=_initial(setting))
    facts, status = {"setting": setting, "form": form}, 200
    if request.method == "POST" and form.is_valid():
        clean = dict(form.cleaned_data)
        version, role = clean.pop("expected_version") or 0, seats.get(clean.pop("deputy_role"))
        try:
            changes.set_triage(partnership, **clean, deputy_role=role, version=version, by=request.here.doer)
        except SettingChangedMeanwhile:
            facts, status = _meanwhile(request, choices, setting), 409
        else:
            messages.success(request, "Saved. It counts for warnings found from now on.")
            return redirect("early_warning:settings", partnership.slug)
    return render(request, "early_warning/settings.html", shared(request) | facts, status=status)


def _meanwhile(
    request: PartnershipRequest, choices: list[tuple[str, str]], setting: TriageSetting
) -> dict[str, object]:
    data = request.POST.copy()
    data["expected_version"] = str(setting.version)
    form = TriageForm(data, seats=choices)
    form.add_error(None, CHANGED)
    return {"setting": setting, "form": form, "theirs": True}


def _initial(setting: TriageSetting) -> dict[str, object]:
    return {
        "longest_list": setting.longest_list,
        "working_days": setting.working_days,
        "deputy_role": str(setting.deputy_role_id or ""),
        "expected_version": setting.version,
    }


def _seats(request: PartnershipRequest) -> dict[str, Role]:
    """Seats that may triage today."""
    rows = Role.objects.for_partnership(request.here.partnership).on(request.here.today)
    able = [
        role for role in rows.select_related("kind", "organisation") if "triage_warnings" in role.kind.capabilities()
    ]
    return {str(role.pk): role for role in sorted(able, key=str)}
