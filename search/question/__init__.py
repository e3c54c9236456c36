"""What is typed into the one box and ticked beside the results, as one question."""

from search.question.question import Chosen, Question, read_question

__all__ = ["Chosen", "Question", "read_question"]
