"""The product under load: one installation of separate processes, asked by clients in a process of their own."""
