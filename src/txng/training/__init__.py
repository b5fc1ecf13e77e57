"""Courses: needs, classes, attendance, quizzes, certificates of attendance."""
