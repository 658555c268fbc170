"""How replies look in Slack: pure functions from our values to Block Kit. Nothing here knows slack_sdk or does I/O."""
