"""The bot where its users are: Slack. The only room that knows slack_bolt."""
