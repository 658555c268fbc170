"""What payers want: one sheet a plan, each rule with its source, for people and for edits alike."""
