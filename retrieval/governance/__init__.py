"""Who belongs to the network, tokens, fiches in the making, notices, watches: kept in the catalogue's database."""
