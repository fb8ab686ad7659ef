"""Which reports tell the same happening: facts are compared by twos, linked where they agree, and each group of linked
facts is one incident with the toll that its reports tell."""
