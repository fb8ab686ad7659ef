"""Extraction of figures: numbers in words and digits, what they count, periods and corrections."""
