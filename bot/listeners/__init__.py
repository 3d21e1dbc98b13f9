"""What Slack tells us, one module a kind: parse, hand over, acknowledge."""
