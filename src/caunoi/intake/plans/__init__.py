"""Plans that come as a table of a Word file or a workbook."""
