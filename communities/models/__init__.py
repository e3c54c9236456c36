from communities.models.address import AddressChange
from communities.models.attachment import Attachment
from communities.models.bin import Binned, BinnedBelow
from communities.models.community import CommunitiesPage, CommunityPage, HomePage, Membership
from communities.models.draft import Draft, Presence
from communities.models.invitation import Invitation, InvitationUse
from communities.models.joining import JoinAnswer
from communities.models.link import Link, LinkTarget
from communities.models.start import StartItem
from communities.models.thread import Post, PostVersion, Reaction, Thread
from communities.models.wiki import WikiContribution, WikiEdition, WikiIndexPage, WikiPage

__all__ = [
    "AddressChange",
    "Attachment",
    "Binned",
    "BinnedBelow",
    "CommunitiesPage",
    "CommunityPage",
    "Draft",
    "HomePage",
    "Invitation",
    "InvitationUse",
    "JoinAnswer",
    "Link",
    "LinkTarget",
    "Membership",
    "Post",
    "PostVersion",
    "Presence",
    "Reaction",
    "StartItem",
    "Thread",
    "WikiContribution",
    "WikiEdition",
    "WikiIndexPage",
    "WikiPage",
]
