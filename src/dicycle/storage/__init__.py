"""Where the ledger is kept: stores behind `dicycle.ledger.store.EventStore`. This room knows SQL, nothing else does."""
