"""The same thing entered twice: found, compared, merged and taken apart again."""
