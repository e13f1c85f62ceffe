"""Service requests as the reports know them: who asks for what, fed by events of the service desk."""
