"""The finders, one kind of identifier in each file; between equal finds the earlier one names the kind."""

from typing import Final

from bot.privacy.findings import Finder
from bot.privacy.identifiers import (
    account,
    address,
    age_over_89,
    date,
    device,
    email,
    fax,
    ip,
    license,
    member_id,
    mrn,
    name,
    other_id,
    phone,
    ssn,
    url,
    vehicle,
)

# What is known by its shape and a check stands before what is known by the words in front of it.
FINDERS: Final[tuple[Finder, ...]] = (
    email.find,
    url.find,
    vehicle.find,
    device.find,
    ip.find,
    ssn.find,
    mrn.find,
    member_id.find,
    license.find,
    account.find,
    other_id.find,
    fax.find,
    phone.find,
    date.find,
    age_over_89.find,
    address.find,
    name.find,
)
