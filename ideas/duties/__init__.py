"""What is owed: the ladder as people see it, the clock, and how departments keep their dates."""
