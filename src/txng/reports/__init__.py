"""The annual report to the People's Committee and the leaders' dashboard."""
