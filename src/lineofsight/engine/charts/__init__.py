"""Charts drawn on the server: one definition each, as a drawing, a sentence, a table and a picture."""

from lineofsight.engine.charts.bars import BarChart, bars_alternative, bars_table, draw_bars
from lineofsight.engine.charts.drawing import NARROW, WIDE, both_widths, draw, text_alternative, to_svg, to_table
from lineofsight.engine.charts.errors import ChartError
from lineofsight.engine.charts.figures import figure, month_label, quarter_label, year_label
from lineofsight.engine.charts.funnel import FunnelChart
from lineofsight.engine.charts.funnel_drawing import draw_funnel, funnel_alternative, funnel_table
from lineofsight.engine.charts.grid import Cell, HeatTable, draw_grid, grid_alternative, grid_table, risk_matrix
from lineofsight.engine.charts.icons import assurance_icon, assurance_words, variation_icon, variation_words
from lineofsight.engine.charts.ink import Figures, Meaning
from lineofsight.engine.charts.png import png_of, to_png
from lineofsight.engine.charts.progress import Part, Progress, draw_progress, progress_alternative, progress_table
from lineofsight.engine.charts.sparkline import Sparkline, draw_sparkline, sparkline_table, sparkline_words
from lineofsight.engine.charts.spc_chart import Change, Note, SpcChart, spc_chart
from lineofsight.engine.charts.spc_drawing import draw_spc
from lineofsight.engine.charts.spc_words import CAUSE_WORDS, spc_alternative, spc_table

for kind, drawn, said, tabled in (
    (SpcChart, draw_spc, spc_alternative, spc_table),
    (FunnelChart, draw_funnel, funnel_alternative, funnel_table),
    (BarChart, draw_bars, bars_alternative, bars_table),
    (HeatTable, draw_grid, grid_alternative, grid_table),
    (Progress, draw_progress, progress_alternative, progress_table),
    (Sparkline, draw_sparkline, sparkline_words, sparkline_table),
):
    draw.register(kind, drawn)
    text_alternative.register(kind, said)
    to_table.register(kind, tabled)

__all__ = [
    "CAUSE_WORDS",
    "NARROW",
    "WIDE",
    "BarChart",
    "Cell",
    "Change",
    "ChartError",
    "Figures",
    "FunnelChart",
    "HeatTable",
    "Meaning",
    "Note",
    "Part",
    "Progress",
    "Sparkline",
    "SpcChart",
    "assurance_icon",
    "assurance_words",
    "both_widths",
    "figure",
    "month_label",
    "png_of",
    "quarter_label",
    "risk_matrix",
    "spc_chart",
    "text_alternative",
    "to_png",
    "to_svg",
    "to_table",
    "variation_icon",
    "variation_words",
    "year_label",
]
