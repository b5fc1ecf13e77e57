"""What is made: product groups, trade items, marks, and the lists that say who must trace what from when."""
