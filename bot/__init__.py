"""What we say: questions understood, answers built from cited facts, guardrails, and the edges people meet."""
