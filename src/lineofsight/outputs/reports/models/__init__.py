"""Reports with their blocks and comments, the files made of them, and how a partnership's papers look."""

from lineofsight.outputs.reports.models.file import ReportFile
from lineofsight.outputs.reports.models.look import PaperLook
from lineofsight.outputs.reports.models.report import Block, Comment, OwnTemplate, Report

__all__ = ["Block", "Comment", "OwnTemplate", "PaperLook", "Report", "ReportFile"]
