"""Links reports of the same happening: facts are compared in pairs, and each group of linked facts is an incident with
a toll.
"""
