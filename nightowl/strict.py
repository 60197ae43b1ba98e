"""The base of every block of a profile."""

from functools import cached_property

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A block of the profile: an unknown key is an error, so that a typing slip cannot switch anything off in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))
