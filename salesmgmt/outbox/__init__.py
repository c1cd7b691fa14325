"""What people are told: notifications, each there once, and the mails that carry them."""
