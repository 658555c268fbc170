"""A claim must list a diagnosis."""

from bot.claims import Authorities, Claim, Finding


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the claim form, which has no service without a diagnosis."""
    if claim.diagnoses:
        return ()
    return (
        Finding(
            edit="no-diagnosis",
            severity="block",
            codes=(),
            message="The claim lists no diagnosis: add the diagnosis the record gives for the visit.",
            authority="Claim form: a service line points to a diagnosis.",
        ),
    )
