"""The API's own addresses: root, schema, tokens, and the pages that explain problems."""
