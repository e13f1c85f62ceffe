"""Document templates: Word files of the company's own with the names of what is filled in when a document is made."""
