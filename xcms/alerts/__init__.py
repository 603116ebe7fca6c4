"""E-mail alerts: subscribing with a confirmation, a digest a day, unsubscribing in one step."""
