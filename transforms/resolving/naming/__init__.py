"""What names stand on: GeoNames, spotting names in a text, who and where a noun phrase means, words of time."""
