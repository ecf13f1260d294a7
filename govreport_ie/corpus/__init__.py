"""From files and tables of texts to reports: readers, documents, processes, batches."""
