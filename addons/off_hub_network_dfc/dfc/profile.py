"""The two versions of the standard that are served, and how a caller chooses one."""

import re
from dataclasses import dataclass

CONTEXTS = "https://w3id.org/dfc/ontology/context"


@dataclass(frozen=True, slots=True)
class Profile:
    """A version of the standard.

    :param name: as it stands in the media type of an answer
    :param context: address of the published ``@context``; named, never downloaded
    :param enterprise_type: type of a member
    :param enterprise_path: segment of a member's address, which is its id
    :param contained: lists are LDP containers
    """

    name: str
    context: str
    enterprise_type: str
    enterprise_path: str
    contained: bool

    @property
    def media_type(self) -> str:
        return f'application/ld+json; profile="{self.name}"'


V1 = Profile(
    name="dfc-v1",
    context=f"{CONTEXTS}/context_1.16.0.json",
    enterprise_type="dfc-b:Enterprise",
    enterprise_path="enterprises",
    contained=False,
)
V2 = Profile(
    name="dfc-v2",
    context=f"{CONTEXTS}/context_2.0.0.json",
    enterprise_type="dfc-b:Organization",
    enterprise_path="organizations",
    contained=True,
)
PROFILES = {profile.name: profile for profile in (V1, V2)}
_BY_NAME = {
    **PROFILES,
    "1.16": V1,
    "2.0": V2,
    V1.context: V1,
    V2.context: V2,
}
_PARAMETER = re.compile(r';\s*profile\s*=\s*(?:"([^"]*)"|([^\s,;"]+))', re.IGNORECASE)


def choose_profile(accept: str) -> Profile:
    """The version that an ``Accept`` header asks for, 1.16 if it asks for none.

    The parameter may hold several names, as RFC 6906 has it. Names of other standards
    (JSON-LD has some of its own) do not concern the version.
    """
    for quoted, bare in _PARAMETER.findall(accept or ""):
        for name in (quoted or bare).split():
            if name in _BY_NAME:
                return _BY_NAME[name]
    return V1
