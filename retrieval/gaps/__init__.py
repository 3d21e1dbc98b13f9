"""What the catalogue leaves open: questions grouped by meaning, shown to coordinators, asked again."""
