"""Activities: what somebody did about a customer, a contact, a lead or a deal, when, and what is to be done next."""
