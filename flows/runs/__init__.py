"""What a run knows of itself: its nights, its batches, whose address an article has, the artifact it leaves."""
