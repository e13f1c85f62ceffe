"""Reports that people build themselves, over one table of questions, and run over what each of them sees."""
