"""Sources that somebody has stored: folders, WARC files, CC-NEWS, web archives. A place comes in; candidates go out."""

from flows.sources.stored.cc_news import CcNews
from flows.sources.stored.folder import Folder
from flows.sources.stored.warc import Warc
from flows.sources.stored.wayback import Wayback

__all__ = ["CcNews", "Folder", "Warc", "Wayback"]
