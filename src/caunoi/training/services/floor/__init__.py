"""The hall: questions from phones, votes, and what is done once by each without writing down by whom."""
