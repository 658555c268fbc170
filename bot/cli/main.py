"""The `codecite` command: registers the commands, nothing else."""

import typer

from bot.cli import ask, chat, check, code, doctor, evals, find, index, knowledge, review

app = typer.Typer(
    name="codecite",
    help="The medical-coding colleague that shows its source for every statement.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(ask.ask)
app.command()(find.find)
app.command()(code.code)
app.command()(check.check)
app.command()(review.review)
app.command()(chat.chat)
app.command()(doctor.doctor)
app.add_typer(index.app, name="index")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(evals.app, name="eval")


def main() -> None:
    app()


if __name__ == "__main__":
    main()
