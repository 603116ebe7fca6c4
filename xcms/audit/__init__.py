"""Everything that was changed, by whom, from what to what and why, as one file for an audit."""
