"""The pilot's registers in the public API: what each record holds, and when it counts as changed."""
