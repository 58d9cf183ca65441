"""What happened is recorded in the transaction that made it happen, and delivered afterwards, at least once."""
