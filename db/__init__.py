"""What is remembered: tables, queries, migrations and the ledger. Knows nothing above it."""
