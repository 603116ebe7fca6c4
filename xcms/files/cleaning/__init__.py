"""Takes authors, companies, places and the like out of uploaded files, in a process of its own.

``kinds`` and below know neither Django nor a database; ``asking`` is what the rest of the pack calls.
"""
