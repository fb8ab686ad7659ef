"""Reads what a page says of itself. Its markup comes in; day of publication, authors and headline go out."""
