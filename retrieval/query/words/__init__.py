"""Words: the lexicon with its inflections, the sentence as roles of words, the words for people."""
