"""What narrows the documents that a sentence is about, and what ties, denies or leaves such a condition out."""
