"""What the office sees when it opens the admin: what waits for me, what is due, what was never finished."""
