"""Documents: files that people send in bulk (imports), and files that belong to a record (attachments)."""
