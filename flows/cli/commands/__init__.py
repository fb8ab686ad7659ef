"""The commands: one module per group. Words typed come in; what they ask for is done, and the exit status goes out."""
