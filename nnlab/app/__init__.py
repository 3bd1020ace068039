"""The command `nnlab`: opens the lecture, presents it, checks the computer."""
