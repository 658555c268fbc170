"""How replies look in Slack: pure functions from our values to Block Kit. Nothing here knows slack_sdk or does I/O.

    Message.text, Message.blocks -> chat.postMessage, chat.update        Modal.json(), Home.json() -> views.open, views.publish

Replies of any length come as a tuple of messages: the first replaces the placeholder, the others follow it in the thread.
"""
