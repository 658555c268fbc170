"""Shows messages and views as Slack draws them, near enough to judge them by eye: one HTML page that loads nothing."""
