"""What `events` stands on: frames of the lexicon, finding happenings, their roles, codes and background."""
