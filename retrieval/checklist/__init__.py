"""What the law asks of a project: obligations with their articles, and when they fall due."""
