"""The note for the college: one cited page about a fiche or an idea."""
