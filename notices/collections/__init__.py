"""Collections: a register's list with a saved filter, as a page or inside one."""
