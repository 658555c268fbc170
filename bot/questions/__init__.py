"""What is asked: the kind of a question, its follow-ups, and what we don't answer."""
