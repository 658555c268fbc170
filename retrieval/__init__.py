"""What bears on it: reads a question, finds the codes and passages that could answer it."""
