"""Excel as people use it: a template to fill in, the file read, the same file back with what is wrong.

    columns.Sheet ──> templates.written    .xlsx with lists to choose from, a guide, a version stamp
                  ──> reading.read         limits first (parts.py), heads by folding, a sentence for each cell
                  ──> marking.written      the rows as they were sent, red cells, a column "Lỗi"
    lists         ──> tables.written       an export, with a sheet that says where it comes from

Nothing here knows a register: rooms declare their columns (see columns.py), `documents` runs imports.
"""
