"""Who may see and do what: roles, the tokens that prove them, and which events a partner sees (convention 13)."""
