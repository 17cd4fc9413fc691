"""Pages of reports: the library, the builder, the reader's page, publication, files, and how papers look."""
