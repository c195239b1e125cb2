"""The one reader and writer of tables: text, gzip, zip, workbooks, Parquet; every assumption is stated."""
