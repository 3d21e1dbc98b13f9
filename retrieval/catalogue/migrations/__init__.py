"""Steps from one shape of the catalogue to the next; run whenever it is opened."""
