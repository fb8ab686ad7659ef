"""What `clean` stands on: the forms a page comes in and what each tells."""
