"""Writes of reports. Each checks the rule and the person, writes, and leaves its trail entry in one transaction."""

from lineofsight.foundation.partnership.holding import ChangedMeanwhile
from lineofsight.outputs.reports.changes.blocks import add_block, edit_block, freeze, move_block, remove_block
from lineofsight.outputs.reports.changes.commenting import comment, settle_comment
from lineofsight.outputs.reports.changes.filling import fill, fill_all, refresh
from lineofsight.outputs.reports.changes.publishing import be_product, plan_product, publish, reopen, withdraw
from lineofsight.outputs.reports.changes.writing import edit, keep_template, make

__all__ = [
    "ChangedMeanwhile",
    "add_block",
    "be_product",
    "comment",
    "edit",
    "edit_block",
    "fill",
    "fill_all",
    "freeze",
    "keep_template",
    "make",
    "move_block",
    "plan_product",
    "publish",
    "refresh",
    "remove_block",
    "reopen",
    "settle_comment",
    "withdraw",
]
