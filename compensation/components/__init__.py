"""The pictures of pay pages: values in, shapes out; templates draw them."""
