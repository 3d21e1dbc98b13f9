"""What a sentence asks to compute: counts, sums, means, extremes, lists, groups and comparisons."""
