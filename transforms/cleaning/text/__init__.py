"""Finds the text of a page. Bytes and the page's tree come in; paragraphs, their language and no boilerplate go out."""
