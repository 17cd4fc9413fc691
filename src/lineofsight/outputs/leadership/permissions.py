"""Who may judge an indicator, with the reason why not."""

from typing import Final

from lineofsight.engine.framework import Framework
from lineofsight.foundation.partnership.queries import Here

SEE: Final = "see_assurance"
PROPOSE, AGREE = "rate_products", "decide"
BRIEFED: Final = ("decide", "sign_off", "prepare_sign_off")
ASK: Final = "challenge"
WRITES_FIGURES: Final = ("rate_products", "edit_products")


def agreeing_groups(framework: Framework) -> frozenset[str]:
    """The groups whose members agree a judgement: those that decide; where two do, the three partners leave it to the other."""
    able = {role.group for role in framework.roles if AGREE in role.may and role.group}
    own = {code for code in able if not framework.get("groups", code).by_three_partners}
    return frozenset(own or able)


def why_not_propose(here: Here) -> str | None:
    """The reason why the person cannot propose a judgement, or None."""
    return None if here.may(PROPOSE) else "Your role does not let you propose a judgement."


def why_not_agree(here: Here, framework: Framework) -> str | None:
    """The reason why the person cannot agree a judgement, or None."""
    groups = agreeing_groups(framework)
    if here.may(AGREE) and groups & here.group_codes:
        return None
    names = " or ".join(sorted(framework.get("groups", code).name for code in groups))
    return f"A member of the {names} agrees it."
