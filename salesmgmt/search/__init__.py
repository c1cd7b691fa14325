"""What people find by typing: one index over everything, asked by page, palette and API."""
