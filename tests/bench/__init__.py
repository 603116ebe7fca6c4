"""`make bench`: what the pack costs, as ratios to its peers in one run. See ``__main__``; pytest only smokes it."""
