"""The ladder's rungs, trust cards and mutants; reads everything, read by the checks alone."""
