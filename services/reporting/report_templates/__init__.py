"""Report templates: Word files of the company's own from which documents of a report are made."""
