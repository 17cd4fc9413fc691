"""Pages of the handbook: to read, to compare versions, and to adopt one."""
