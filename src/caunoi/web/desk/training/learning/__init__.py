"""The desk's pages of a class's quizzes: put to the class, opened, typed in from paper, results and gain."""
