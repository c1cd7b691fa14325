"""What people and programs are told: notifications, the mails that carry them, and webhooks; each once."""
