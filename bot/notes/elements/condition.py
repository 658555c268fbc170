"""The disorder, named."""

from bot.notes.elements.finding import About, Shown, Span, met, missing, unclear


def judge(disorders: list[Span], symptoms: list[Span], uncertain: list[Span], about: About) -> Shown:
    """Met by an asserted disorder; a symptom alone ("neck pain") or an uncertain diagnosis leaves it open or missing."""
    if disorders:
        return met(disorders, "A specific disorder is named.")
    if uncertain:
        return unclear(uncertain, "A disorder is named only as suspected or to be ruled out.")
    if symptoms:
        return (
            missing("Only a symptom is named, and no disorder behind it.")
            if about.codes
            else unclear(symptoms, "Only a symptom is named, and no disorder behind it.")
        )
    return missing("No disorder is named.")
