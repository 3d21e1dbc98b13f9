"""What is told around the part of a text that asks: clauses, speakers, occasions, and what they may narrow."""
