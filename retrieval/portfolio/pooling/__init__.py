"""Who could pool an effort: groups of municipalities with the same need, and a note to share with them."""
