"""Who may read what was heard, and who may write it down."""

SEE = "see_findings"
HEAR = ("edit_actions", "edit_products", "give_update", "write_scrutiny", "moderate")
