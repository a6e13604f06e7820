"""The desk's pages of training: classes, programme, participants, attendance, questions, closing, papers."""
