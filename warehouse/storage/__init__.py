"""The lake as files and a catalog. Where a lake lies comes in; an open lake, its copies and its trash go out."""
