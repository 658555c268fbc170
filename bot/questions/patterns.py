"""Puts several patterns into one, so that each can stand on a line of its own."""

import re


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern that holds where any of them holds as whole words. The text is already lower case and plain."""
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)")
