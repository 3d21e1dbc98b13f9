"""What is done with a job, one module a kind: read what was kept, ask, show."""
