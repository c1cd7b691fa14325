"""Pages and endpoints of the kernel; no models."""
