"""What stands under every answer: the release it rests on, the thumbs, and the way to a person."""

from bot.slack.ids import ASK_A_PERSON, FEEDBACK, FeedbackValue
from bot.slack.rendering.kit import Actions, Block, Button, Thumbs
from bot.slack.rendering.mrkdwn import Mrkdwn, plain
from knowledge.code_set.codes import Release


def release_line(release: Release, writer: str = "extractive") -> Mrkdwn:
    """Which tables answered, for which day; and the model, when one worded the answer."""
    worded = f" · worded by {writer.removeprefix('model:')}" if writer.startswith("model:") else ""
    return plain(
        f"{release.code_set} · date of service {release.day.isoformat()} · notes of the {release.notes_from} tabular list{worded}"
    )


def closing(answer_id: str) -> tuple[Block, ...]:
    """Thumbs and "Ask a person"; they carry the answer's id and nothing else."""
    return (
        Thumbs(
            action_id=FEEDBACK,
            up=str(FeedbackValue(answer_id=answer_id, verdict="up")),
            down=str(FeedbackValue(answer_id=answer_id, verdict="down")),
        ),
        Actions(elements=(Button(text="Ask a person", action_id=ASK_A_PERSON, value=answer_id),)),
    )
