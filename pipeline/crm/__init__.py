"""A CRM's export (accounts, products, sales_teams, sales_pipeline) turned into people, accounts, products and deals."""
