"""What keeps hostile input within bounds: processes with limits, files, permissions, what a terminal shows."""
