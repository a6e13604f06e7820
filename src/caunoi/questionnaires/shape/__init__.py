"""What a question and its answer look like, what an answer is worth, and in which order questions stand: pure."""
