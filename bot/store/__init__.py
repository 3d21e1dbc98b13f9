"""What the assistant in Slack remembers, in the state's database: what is to be done, threads, answers, installations."""
