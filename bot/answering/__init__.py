"""From a question to an answer whose every statement carries its proof. Read pipeline.py first."""
