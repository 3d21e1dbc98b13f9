"""A text made plain before it is read: numerals, signs, short forms, verbs in two parts, typing errors."""
