"""From the bytes of a file to cells: containers, encodings, delimited text, workbooks, Parquet."""
