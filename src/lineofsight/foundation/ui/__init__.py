"""What every page is made of: the shell, form fields, tables, components, the style sheet and the script.

Owns no table of the database. Pages extend `ui/page.html` and load the tag library `ui`; forms come from
`lineofsight.foundation.ui.forms`, tables from `lineofsight.foundation.ui.tables`. See docs/components.md.
"""
