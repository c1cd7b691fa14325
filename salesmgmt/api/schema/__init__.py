"""The OpenAPI document: what every operation takes and answers, said once for all of them."""
