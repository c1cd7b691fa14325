"""What is read of the API's own rows."""
