"""The facts of deals for programs of others: one flat row a deal, in the order in which they changed."""
