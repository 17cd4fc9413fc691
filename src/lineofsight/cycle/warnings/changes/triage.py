"""How a partnership triages."""

from django.db import transaction
from django.db.models import F

from lineofsight.cycle.warnings.models import TriageSetting
from lineofsight.foundation.partnership.models import Partnership, Role
from lineofsight.foundation.trail.changes import Doer, record


class SettingChangedMeanwhile(Exception):
    """Somebody else changed how the partnership triages since the person opened the form; nothing was written."""


def triage_setting(partnership: Partnership) -> TriageSetting:
    """How the partnership triages; made with the usual values the first time."""
    return TriageSetting.objects.select_related("deputy_role").get_or_create(partnership=partnership)[0]


@transaction.atomic
def set_triage(
    partnership: Partnership,
    *,
    longest_list: int,
    working_days: int,
    deputy_role: Role | None,
    version: int,
    by: Doer,
) -> TriageSetting:
    """Change how long the list may be, how long triage may take, and who triages between meetings."""
    setting = triage_setting(partnership)
    before = _facts(setting)
    changed = {"longest_list": longest_list, "working_days": working_days, "deputy_role": deputy_role}
    held = TriageSetting.objects.filter(pk=setting.pk, version=version)
    if not held.update(**changed, version=F("version") + 1):
        raise SettingChangedMeanwhile
    setting = triage_setting(partnership)
    record(partnership.chain, by=by, deed="warnings.set_triage", before=before, after=_facts(setting))
    return setting


def _facts(setting: TriageSetting) -> dict[str, object]:
    return {
        "longest_list": setting.longest_list,
        "working_days": setting.working_days,
        "deputy_role": setting.deputy_role.title if setting.deputy_role else "",
    }
