"""One module a room, named as the room: `make(world)` adds the rows that the room's addresses need.

A page whose address names a thing finds it in `world.kwargs`: under "<room>:<argument>" or, when several rooms share it,
under "<argument>" alone.
"""
