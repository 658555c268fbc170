"""One HTML page of scenes: what a person wrote, and what Slack would show for the JSON that we send."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.slack.previewer.marks import to_html
from bot.slack.rendering.kit import Blocks, Home, Json, Message, Modal

_FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One screen: `asked` by a person, answered with messages; or a view. `name` is its anchor and its picture's name."""

    name: str
    title: str
    asked: str = ""
    messages: tuple[Message, ...] = ()
    view: Modal | Home | None = None
    is_private: bool = False

    @property
    def shown(self) -> tuple[Blocks, ...]:
        return tuple(message.blocks for message in self.messages)

    @property
    def view_json(self) -> Json | None:
        return self.view.json() if self.view is not None else None


def page_of(scenes: Sequence[Scene]) -> str:
    """The page, complete in itself."""
    environment = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)
    environment.filters["mrkdwn"] = to_html
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False}
    return environment.get_template("page.html.jinja").render(
        scenes=scenes, style=(_FOLDER / "page.css").read_text(encoding="utf-8")
    )
