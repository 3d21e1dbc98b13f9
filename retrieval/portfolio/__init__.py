"""What the catalogue holds together: replication kits, figures with their lists, known costs, pooling, notes."""
