"""Event extraction: lexicon frames, mention detection, participants, codes, modality, news or background."""
