"""One file a kind of question; each turns facts and evidence into a Draft, or into a refusal."""
