"""The scope of every row: partnerships, the organisations and areas they cover, groups, roles and who holds them.

Nouns: Partnership, Organisation, Area, Group, RoleKind (what a role of the framework may do here), Role (a seat: a kind of
role in an organisation or group, which holds work), Membership (a person in a seat, dated), Invitation. All dated, with
successors. Floor 1, above `notices`.
"""
