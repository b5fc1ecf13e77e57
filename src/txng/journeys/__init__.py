"""The trace explorer: the journey of a code as a graph, a table, a map and a timeline."""
