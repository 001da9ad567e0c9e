"""The ledger: EPCIS 2.0 events, how they come in, are kept, asked for and given back.

`model` says what an event is; `decode` and `documents` read and check; `capture` and `importing` take in; `query` asks;
`store` is the promise that `dicycle.storage` keeps.
"""
