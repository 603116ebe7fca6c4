"""All public approvals in memory, for exact counts and any page of them at any size.

``holder.index_at(version)`` gives the index of exactly that register version. Pages, sums and facet counts of
the approvals and of the schools by what they may run come from it, and so do the statistics and who runs a
certificate; SQL says the same, slower, and the tests hold the two against each other.
"""
