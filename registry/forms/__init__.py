"""Forms behind the admin's actions; their clean data goes to the services."""
