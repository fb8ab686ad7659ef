"""What `quotes` and `relations` stand on: quotation marks, verbs of saying, speakers, what people are."""
