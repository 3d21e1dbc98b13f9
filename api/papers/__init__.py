"""Papers to take along: a note as a Word document, as a PDF, or as text."""
