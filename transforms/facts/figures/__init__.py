"""What `figures` stands on: numbers in words and digits, and what makes them counts."""
