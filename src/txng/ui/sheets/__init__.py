"""Excel as people use it: templates to fill in, files to read, the same file back with what is wrong."""
